// Optional functions of the pages. Every page also works without scripts.
"use strict";

// htmx is configured in a <meta>; responses with a form and its problems are shown as well.
document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
        event.detail.shouldSwap = true;
        event.detail.isError = false;
    }
});

// A list with automatic reload pauses while it contains the focus or the page is hidden.
document.addEventListener("htmx:beforeRequest", (event) => {
    const live = event.target.closest("[data-live]");
    if (live && (document.hidden || live.contains(document.activeElement))) {
        event.preventDefault();
    }
});

// Times: in UTC in the page, in the viewer's own zone on hover.
function tellTimes(root) {
    const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });
    for (const time of root.querySelectorAll("time[datetime]")) {
        const moment = new Date(time.dateTime);
        if (!Number.isNaN(moment.getTime())) {
            time.title = format.format(moment);
        }
    }
}

// Copy buttons are hidden initially, and shown only where the clipboard is writable.
function offerCopies(root) {
    if (!navigator.clipboard) {
        return;
    }
    for (const button of root.querySelectorAll("button[data-copy]")) {
        button.hidden = false;
    }
}

document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) {
        return;
    }
    const source = document.getElementById(button.dataset.copy);
    try {
        await navigator.clipboard.writeText(source.value ?? source.textContent);
        button.textContent = "Copied";
    } catch {
        button.textContent = "Select and copy manually";
    }
});

// A file may be dropped on the area around its field.
for (const type of ["dragover", "drop"]) {
    document.addEventListener(type, (event) => {
        const place = event.target.closest("[data-drop]");
        if (!place) {
            return;
        }
        event.preventDefault();
        if (type === "drop" && event.dataTransfer.files.length > 0) {
            const input = document.getElementById(place.dataset.drop);
            input.files = event.dataTransfer.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        }
    });
}

// The palette: Ctrl K or the button in the head; the arrow keys go through what is found, Enter opens the first.
function openPalette(event) {
    const palette = document.getElementById("palette");
    if (!palette || palette.open) {
        return;
    }
    event.preventDefault();
    palette.showModal();
    const input = palette.querySelector("input");
    input.select();
    htmx.trigger(input, "palette");
}
document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        openPalette(event);
    } else if (event.target.id === "palette") {
        event.target.close();
    }
});
// What was found for another text is no answer: until the new one is there, Enter goes to the page of the search.
document.addEventListener("input", (event) => {
    if (event.target.closest("#palette")) {
        document.getElementById("palette-found").replaceChildren();
    }
});
document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        openPalette(event);
        return;
    }
    const palette = event.target.closest("#palette");
    if (!palette) {
        return;
    }
    const links = [...palette.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && at + 1 < links.length) {
        links[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
        (links[at - 1] ?? palette.querySelector("input")).focus();
    } else if (event.key === "Enter" && at < 0 && links.length > 0) {
        links[0].click();
    } else {
        return;
    }
    event.preventDefault();
});

// A notice can be closed.
function offerClosing(root) {
    for (const button of root.querySelectorAll("[data-close]")) {
        button.hidden = false;
    }
}
document.addEventListener("click", (event) => {
    event.target.closest("[data-close]")?.closest(".notice").remove();
});

// The boxes of a list: all are selected without loading the page again, and their number is shown.
function boxesOf(form) {
    return [...document.querySelectorAll(`input[type="checkbox"][form="${form}"]`)];
}
function countSelected() {
    for (const place of document.querySelectorAll("[data-selected]")) {
        const boxes = boxesOf(place.dataset.selected);
        const selected = boxes.filter((box) => box.checked).length;
        place.textContent = selected === 0 ? "" : `${selected} selected`;
        for (const link of document.querySelectorAll(`[data-select="${place.dataset.selected}"]`)) {
            link.textContent = selected > 0 && selected === boxes.length ? "Select none" : "Select all on this page";
        }
    }
}
document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-select]");
    if (!link) {
        return;
    }
    event.preventDefault();
    const boxes = boxesOf(link.dataset.select);
    const all = boxes.some((box) => !box.checked);
    for (const box of boxes) {
        box.checked = all;
    }
    countSelected();
});
document.addEventListener("change", countSelected);

// A menu closes at a click beside it, and with Escape.
document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open], details.switcher[open]")) {
        if (!menu.contains(event.target)) {
            menu.open = false;
        }
    }
});
document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details.menu[open], details.switcher[open]");
    if (menu && event.key === "Escape") {
        menu.open = false;
        menu.querySelector("summary").focus();
    }
});

// A range of a chart is selected by dragging over it; the form that the chart names has its two ends.
{
    let brush = null;
    function slotAt(chart, x) {
        const slots = [...chart.querySelectorAll(".slot")];
        return slots.find((slot) => x < slot.getBoundingClientRect().right) ?? slots.at(-1);
    }
    function drawBrush() {
        const [left, right] = [brush.from, brush.to].sort((a, b) => a.x.baseVal.value - b.x.baseVal.value);
        brush.area.setAttribute("x", left.x.baseVal.value);
        brush.area.setAttribute("width", right.x.baseVal.value + right.width.baseVal.value - left.x.baseVal.value);
        return [left, right];
    }
    document.addEventListener("pointerdown", (event) => {
        const chart = event.target.closest(".chart[data-brush]");
        if (!chart || event.button !== 0) {
            return;
        }
        const slot = slotAt(chart, event.clientX);
        const area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        area.setAttribute("class", "brush");
        area.setAttribute("y", slot.y.baseVal.value);
        area.setAttribute("height", slot.height.baseVal.value);
        chart.append(area);
        brush = { chart, area, from: slot, to: slot };
        drawBrush();
    });
    document.addEventListener("pointermove", (event) => {
        if (brush) {
            brush.to = slotAt(brush.chart, event.clientX);
            drawBrush();
        }
    });
    document.addEventListener("pointercancel", () => {
        brush?.area.remove();
        brush = null;
    });
    document.addEventListener("pointerup", () => {
        if (!brush) {
            return;
        }
        const [first, last] = drawBrush();
        const form = document.getElementById(brush.chart.dataset.brush);
        form.elements.from.value = first.dataset.from;
        form.elements.to.value = last.dataset.to;
        brush = null;
        form.requestSubmit();
    });
}

document.addEventListener("DOMContentLoaded", () => {
    tellTimes(document);
    offerCopies(document);
    offerClosing(document);
    countSelected();
});
document.addEventListener("htmx:afterSettle", (event) => {
    tellTimes(event.detail.elt);
    offerCopies(event.detail.elt);
});
