// Whether the access token of a request is live, asked of Countersign's introspection endpoint (RFC 7662).
//
// Introspection answers 200 for every token: what counts is the member `active`. nginx's auth_request looks at the status
// alone, so this script stands between the two. It lets a request through only for `active: true`, the right audience and
// scope; whatever else happens, the request is refused.
var TOKEN = /^Bearer ([A-Za-z0-9._~+\/-]+=*)$/i;

function refuse(r, error) {
    r.headersOut['WWW-Authenticate'] = error ? 'Bearer error="' + error + '"' : 'Bearer';
    r.return(error === 'insufficient_scope' ? 403 : 401);
}

function lists(value, wanted) {
    return (Array.isArray(value) ? value : [value]).indexOf(wanted) >= 0;
}

function judge(r, answer) {
    if (answer.active !== true) {
        return refuse(r, 'invalid_token');
    }
    // A token that is bound to a key or a certificate (RFC 9449, RFC 8705) is worth nothing as a bearer token.
    if (answer.cnf !== undefined || String(answer.token_type).toLowerCase() !== 'bearer') {
        return refuse(r, 'invalid_token');
    }
    if (!lists(answer.aud, r.variables.api_audience)) {
        return refuse(r, 'invalid_token');
    }
    if (r.variables.api_scope && !lists(String(answer.scope || '').split(' '), r.variables.api_scope)) {
        return refuse(r, 'insufficient_scope');
    }
    r.headersOut['X-Token-Subject'] = encodeURIComponent(answer.sub || '');
    r.headersOut['X-Token-Client'] = encodeURIComponent(answer.client_id || '');
    return r.return(204);
}

function check(r) {
    var token = TOKEN.exec(r.headersIn['Authorization'] || '');
    if (!token) {
        return refuse(r, '');
    }
    r.subrequest('/_introspection', {method: 'POST', body: 'token=' + encodeURIComponent(token[1])}, function (reply) {
        var answer = null;
        if (reply.status === 200) {
            try {
                answer = JSON.parse(reply.responseText || reply.responseBody);
            } catch (unreadable) {
                r.error('introspection: the answer is not JSON');
            }
        } else {
            r.error('introspection: status ' + reply.status);
        }
        // auth_request refuses the request with 500 for any other status than 2xx, 401 and 403.
        return answer === null ? r.return(502) : judge(r, answer);
    });
}

export default {check};
