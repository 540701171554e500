"""Questions as a QTI 2.1 package, as IMS Global (now 1EdTech) published it in 2012.

One XML file a question (an ``assessmentItem`` with a ``choiceInteraction``), a test that has them all, and
the manifest that lists them, in a zip file. https://www.imsglobal.org/question/qtiv2p1/imsqti_infov2p1.html
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from symgui.export.number_files import ZIP_DATE
from symgui.export.questions import Asked
from symgui.figures.svg import printable
from symgui.lessons.lesson import LETTERS

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = f"{QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"
PACKAGE_SCHEMA = f"{PACKAGE} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


def qti_package(title: str, questions: Sequence[Asked]) -> bytes:
    """The package of a lesson's questions, as the bytes of a zip file."""
    names = [f"question-{number}" for number in range(1, len(questions) + 1)]
    files = {"imsmanifest.xml": _manifest(names), "test.xml": _test(title, names)}
    for name, question in zip(names, questions, strict=True):
        files[f"{name}.xml"] = item(name, question)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, ZIP_DATE), text.encode(), zipfile.ZIP_DEFLATED)
    return held.getvalue()


def item(name: str, question: Asked) -> str:
    """One question; whoever has answered is shown the figures of that answer."""
    letters = LETTERS[: len(question.answers)]
    right = next(letter for letter, answer in zip(letters, question.answers, strict=True) if answer.right)
    *words, asked = _paragraphs(question.text)
    lines = [
        HEAD,
        f'<assessmentItem xmlns="{QTI}" xmlns:xsi="{INSTANCE}" xsi:schemaLocation="{SCHEMA}" '
        f'identifier="{name}" title={_quoted(question.name)} adaptive="false" timeDependent="false">',
        '  <responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">',
        f"    <correctResponse><value>{right}</value></correctResponse>",
        "  </responseDeclaration>",
        '  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">',
        "    <defaultValue><value>0</value></defaultValue>",
        "  </outcomeDeclaration>",
        '  <outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>',
        "  <itemBody>",
        *(f"    <p>{_xml(part)}</p>" for part in words),
        '    <choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">',
        f"      <prompt>{_xml(asked)}</prompt>",
    ]
    for letter, answer in zip(letters, question.answers, strict=True):
        lines.append(f'      <simpleChoice identifier="{letter}">{_xml(answer.text)}</simpleChoice>')
    lines += [
        "    </choiceInteraction>",
        "  </itemBody>",
        "  <responseProcessing>",
        "    <responseCondition>",
        "      <responseIf>",
        '        <match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>',
        '        <setOutcomeValue identifier="SCORE">',
        '          <baseValue baseType="float">1</baseValue>',
        "        </setOutcomeValue>",
        "      </responseIf>",
        "    </responseCondition>",
        '    <setOutcomeValue identifier="FEEDBACK"><variable identifier="RESPONSE"/></setOutcomeValue>',
        "  </responseProcessing>",
    ]
    for letter, answer in zip(letters, question.answers, strict=True):
        shown = f'outcomeIdentifier="FEEDBACK" identifier="{letter}" showHide="show"'
        lines.append(f"  <modalFeedback {shown}>{_xml(answer.why)}</modalFeedback>")
    return "\n".join([*lines, "</assessmentItem>", ""])


def _test(title: str, names: Sequence[str]) -> str:
    """All questions, in the lesson's order; its score is how many are right."""
    lines = [
        HEAD,
        f'<assessmentTest xmlns="{QTI}" xmlns:xsi="{INSTANCE}" xsi:schemaLocation="{SCHEMA}" '
        f'identifier="test" title={_quoted(title)}>',
        '  <outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float">',
        "    <defaultValue><value>0</value></defaultValue>",
        "  </outcomeDeclaration>",
        '  <testPart identifier="part" navigationMode="nonlinear" submissionMode="individual">',
        f'    <assessmentSection identifier="section" title={_quoted(title)} visible="true">',
        *(f'      <assessmentItemRef identifier="{name}" href="{name}.xml"/>' for name in names),
        "    </assessmentSection>",
        "  </testPart>",
        "  <outcomeProcessing>",
        '    <setOutcomeValue identifier="SCORE">',
        '      <sum><testVariables variableIdentifier="SCORE"/></sum>',
        "    </setOutcomeValue>",
        "  </outcomeProcessing>",
        "</assessmentTest>",
        "",
    ]
    return "\n".join(lines)


def _manifest(names: Sequence[str]) -> str:
    """What the package holds."""
    lines = [
        HEAD,
        f'<manifest xmlns="{PACKAGE}" xmlns:xsi="{INSTANCE}" xsi:schemaLocation="{PACKAGE_SCHEMA}" '
        'identifier="manifest">',
        "  <metadata>",
        "    <schema>QTIv2.1 Package</schema>",
        "    <schemaversion>1.0.0</schemaversion>",
        "  </metadata>",
        "  <organizations/>",
        "  <resources>",
        '    <resource identifier="resource-test" type="imsqti_test_xmlv2p1" href="test.xml">',
        '      <file href="test.xml"/>',
        *(f'      <dependency identifierref="resource-{name}"/>' for name in names),
        "    </resource>",
    ]
    for name in names:
        lines += [
            f'    <resource identifier="resource-{name}" type="imsqti_item_xmlv2p1" href="{name}.xml">',
            f'      <file href="{name}.xml"/>',
            "    </resource>",
        ]
    return "\n".join([*lines, "  </resources>", "</manifest>", ""])


def _paragraphs(words: str) -> list[str]:
    return [part for part in words.split("\n") if part.strip()] or [""]


def _xml(words: str) -> str:
    return escape(printable(words))


def _quoted(words: str) -> str:
    return quoteattr(printable(words))
