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

// A menu entry with a target in the same page closes the menu of a narrow screen.
document.addEventListener("DOMContentLoaded", () => {
    tellTimes(document);
    offerCopies(document);
});
document.addEventListener("htmx:afterSettle", (event) => {
    tellTimes(event.detail.elt);
    offerCopies(event.detail.elt);
});
