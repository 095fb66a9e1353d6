package dev.countersign.server.console;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient;
import java.util.List;

/** The request of one application, in the words of several tools. The secret and the assertion are left to whoever copies it. */
final class QuickStart {
    private QuickStart() {}

    /** A request in one language. */
    record Example(String id, String language, String code) {}

    static List<Example> of(RegisteredClient application, String endpoint) {
        if (application.authenticationMethod() == AuthenticationMethod.PRIVATE_KEY_JWT) {
            return List.of(example("curl", "curl", CURL_SIGNED, application, endpoint));
        }
        boolean basic = application.authenticationMethod() == AuthenticationMethod.CLIENT_SECRET_BASIC;
        return List.of(
                example("curl", "curl", basic ? CURL_BASIC : CURL_POST, application, endpoint),
                example("java", "Java", JAVA, application, endpoint),
                example("python", "Python", PYTHON, application, endpoint),
                example("node", "Node.js", NODE, application, endpoint),
                example("go", "Go", GO, application, endpoint));
    }

    private static Example example(
            String id, String language, String template, RegisteredClient application, String endpoint) {
        boolean basic = application.authenticationMethod() == AuthenticationMethod.CLIENT_SECRET_BASIC;
        return new Example(
                id,
                language,
                template.replace("ENDPOINT", endpoint)
                        .replace("CLIENT_ID", quoted(application.clientId().value()))
                        .replace("IN_BODY", basic ? "false" : "true")
                        .replace("In_Body", basic ? "False" : "True")
                        .strip());
    }

    /** For within quotes of every kind that is used here; a client id is visible ASCII. */
    private static String quoted(String clientId) {
        return clientId.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)
                ? clientId
                : "<your client id>";
    }

    private static final String CURL_BASIC = """
            curl -X POST ENDPOINT \\
              -u "CLIENT_ID:$SECRET" \\
              --data-urlencode "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer" \\
              --data-urlencode "assertion=$ASSERTION"
            """;

    /** The JWT is one that the application signed for this request. */
    private static final String CURL_SIGNED = """
            curl -X POST ENDPOINT \\
              --data-urlencode "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer" \\
              --data-urlencode "client_assertion=$CLIENT_ASSERTION" \\
              --data-urlencode "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer" \\
              --data-urlencode "assertion=$ASSERTION"
            """;

    private static final String CURL_POST = """
            curl -X POST ENDPOINT \\
              --data-urlencode "client_id=CLIENT_ID" \\
              --data-urlencode "client_secret=$SECRET" \\
              --data-urlencode "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer" \\
              --data-urlencode "assertion=$ASSERTION"
            """;

    private static final String JAVA = """
            String secret = System.getenv("SECRET");
            String assertion = System.getenv("ASSERTION");
            boolean inBody = IN_BODY;
            String form = "grant_type=" + encode("urn:ietf:params:oauth:grant-type:jwt-bearer")
                    + "&assertion=" + encode(assertion)
                    + (inBody ? "&client_id=" + encode("CLIENT_ID") + "&client_secret=" + encode(secret) : "");
            var request = HttpRequest.newBuilder(URI.create("ENDPOINT"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form));
            if (!inBody) {
                byte[] credentials = (encode("CLIENT_ID") + ":" + encode(secret)).getBytes(StandardCharsets.UTF_8);
                request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
            }
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
            System.out.println(answer.body());

            static String encode(String text) {
                return URLEncoder.encode(text, StandardCharsets.UTF_8);
            }
            """;

    private static final String PYTHON = """
            import os, requests

            in_body = In_Body
            secret = os.environ["SECRET"]
            form = {
                "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion": os.environ["ASSERTION"],
            }
            if in_body:
                form |= {"client_id": "CLIENT_ID", "client_secret": secret}
            answer = requests.post("ENDPOINT", data=form, auth=None if in_body else ("CLIENT_ID", secret))
            print(answer.json())
            """;

    private static final String NODE = """
            const inBody = IN_BODY;
            const form = new URLSearchParams({
              grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
              assertion: process.env.ASSERTION,
            });
            const headers = {};
            if (inBody) {
              form.set("client_id", "CLIENT_ID");
              form.set("client_secret", process.env.SECRET);
            } else {
              const credentials = ["CLIENT_ID", process.env.SECRET].map(encodeURIComponent).join(":");
              headers.Authorization = "Basic " + Buffer.from(credentials).toString("base64");
            }
            const answer = await fetch("ENDPOINT", { method: "POST", headers, body: form });
            console.log(await answer.json());
            """;

    private static final String GO = """
            inBody, secret := IN_BODY, os.Getenv("SECRET")
            form := url.Values{
                "grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"},
                "assertion":  {os.Getenv("ASSERTION")},
            }
            if inBody {
                form.Set("client_id", "CLIENT_ID")
                form.Set("client_secret", secret)
            }
            request, err := http.NewRequest("POST", "ENDPOINT", strings.NewReader(form.Encode()))
            if err != nil {
                log.Fatal(err)
            }
            request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
            if !inBody {
                request.SetBasicAuth(url.QueryEscape("CLIENT_ID"), url.QueryEscape(secret))
            }
            answer, err := http.DefaultClient.Do(request)
            if err != nil {
                log.Fatal(err)
            }
            defer answer.Body.Close()
            io.Copy(os.Stdout, answer.Body)
            """;
}
