// The page on which a passkey is made or used: the browser's credential becomes a field of the form.
"use strict";

(() => {
    const form = document.querySelector("form[data-passkey]");
    // It says that scripts are needed, until one runs.
    const fault = form.querySelector("[data-fault]");
    fault.hidden = true;

    function tell(sentence) {
        fault.textContent = sentence;
        fault.hidden = false;
    }

    function bytes(base64url) {
        const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
        return Uint8Array.from(text, (character) => character.charCodeAt(0));
    }

    function base64url(buffer) {
        const text = String.fromCharCode(...new Uint8Array(buffer));
        return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    }

    // Browsers without the JSON functions of WebAuthn Level 3 have those of Level 2.
    function options(json) {
        const method = form.dataset.passkey === "create" ? "parseCreationOptionsFromJSON" : "parseRequestOptionsFromJSON";
        if (PublicKeyCredential[method]) {
            return PublicKeyCredential[method](json);
        }
        const parsed = { ...json, challenge: bytes(json.challenge) };
        if (json.user) {
            parsed.user = { ...json.user, id: bytes(json.user.id) };
            parsed.excludeCredentials = json.excludeCredentials.map((known) => ({ ...known, id: bytes(known.id) }));
        }
        return parsed;
    }

    function text(credential) {
        if (credential.toJSON) {
            return JSON.stringify(credential.toJSON());
        }
        const response = {};
        for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
            if (credential.response[name]) {
                response[name] = base64url(credential.response[name]);
            }
        }
        return JSON.stringify({ id: credential.id, rawId: base64url(credential.rawId), type: credential.type, response });
    }

    function sentence(error) {
        switch (error.name) {
            case "InvalidStateError":
                return "This device has a passkey for this account already.";
            case "SecurityError":
                return `Passkeys of this console work at ${form.dataset.origin} only.`;
            case "NotAllowedError":
                return "The browser was given no passkey. Try again.";
            default:
                return `The browser refused: ${error.name}. Try again, or use another device.`;
        }
    }

    async function run() {
        if (!window.PublicKeyCredential) {
            tell(`This browser offers no passkeys here. Open ${form.dataset.origin} in a current browser.`);
            return;
        }
        fault.hidden = true;
        try {
            const publicKey = options(JSON.parse(form.dataset.options));
            const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
            form.elements.credential.value = text(credential);
        } catch (error) {
            tell(sentence(error));
            return;
        }
        form.submit();
    }

    form.addEventListener("submit", (event) => {
        event.preventDefault();
        run();
    });
    // A page without faults of an earlier attempt begins at once; a passkey is made only after a click.
    if (form.dataset.passkey === "get" && !form.querySelector("[role=alert]:not([hidden])")) {
        run();
    }
})();
