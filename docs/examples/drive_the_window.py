"""The real window: set a start, train 200 updates, read the toolbar."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLabel

from app import create_window

application = QApplication.instance() or QApplication([])
window = create_window()
window.show()
schemes = window.findChild(QComboBox, "weight-scheme")
schemes.setCurrentIndex(schemes.findData("normal"))
window.findChild(QDoubleSpinBox, "weight-value").setValue(0.5)
window.workspace.step(200)
while window.findChild(QLabel, "iteration").text() != "200":
    QTest.qWait(20)
print("cost", window.findChild(QLabel, "cost").text())
window.close()
