"""Lessons in the window: the step that is shown, what it waits for, and the lecturer's own work meanwhile."""

from app.lecture.flow import StepPhase
from app.lecture.lecture import Lecture

__all__ = ["Lecture", "StepPhase"]
