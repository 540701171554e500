"""What the window opens with and that needs no Qt: simulator, pictures, words.

It is imported before Qt, whose binding reads the source of every module that is imported after it.
"""

import app.look.font_file
import app.look.verdict_words
import app.panels.hints
import app.runtime.attempt
import app.runtime.documents
import app.runtime.known_files
import app.runtime.open_run
import app.runtime.saved_work
import app.runtime.selection
import app.views.base.abilities
import app.views.base.cost_curve
import app.views.base.heavy_work
import app.views.base.math_line
import app.views.base.spoken
import app.views.catalogue
import app.views.painting.columns
import app.views.painting.texts
import app.views.timeline.track
import app.views.why.why_text
import symgui.experiment.line
import symgui.export.view_tables
import symgui.figures.classes
import symgui.figures.groups
import symgui.figures.plane
import symgui.figures.scales
import symgui.figures.shares
import symgui.figures.units
import symgui.symmetry.equality
import symgui.symmetry.factors
import symgui.symmetry.induction
import symgui.training.loop
import symgui.training.phases
import symgui.training.race_file
import symgui.training.withholding
