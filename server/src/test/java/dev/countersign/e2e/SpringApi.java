package dev.countersign.e2e;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;

/**
 * An API in Tomcat over TLS, behind Spring Security's resource server with its own check of DPoP proofs. It answers with
 * the subject of the access token.
 */
final class SpringApi implements AutoCloseable {
    private static final String FILTER = "springSecurityFilterChain";

    private final Tomcat tomcat = new Tomcat();

    /** Configuration of an application, as Spring Security's manual has it. */
    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Security {
        @Bean
        SecurityFilterChain chain(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .oauth2ResourceServer(
                            server -> server.jwt(Customizer.withDefaults()).dPoP(Customizer.withDefaults()))
                    .build();
        }
    }

    private static final class Orders extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print(request.getUserPrincipal().getName());
        }
    }

    private SpringApi(Path folder, Path tls, JwtDecoder decoder) throws LifecycleException {
        tomcat.setBaseDir(folder.toString());
        tomcat.setSilent(true);
        tomcat.setConnector(connector(tls));
        var application = (StandardContext) tomcat.addContext("", null);
        // its class loader is that of the test, which ends with the process
        application.setClearReferencesThreadLocals(false);
        application.setClearReferencesRmiTargets(false);
        application.addServletContainerInitializer(
                (_, servlets) -> {
                    var spring = new AnnotationConfigWebApplicationContext();
                    spring.setServletContext(servlets);
                    spring.register(Security.class);
                    spring.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("jwtDecoder", decoder));
                    spring.refresh();
                    servlets.addFilter(FILTER, new DelegatingFilterProxy(FILTER, spring))
                            .addMappingForUrlPatterns(null, false, "/*");
                    servlets.addServlet("orders", new Orders()).addMapping("/orders");
                },
                null);
        tomcat.start();
    }

    /**
     * Starts the API.
     *
     * @param folder for the files of Tomcat
     * @param tls the folder with the certificate and the private key of the API
     * @param decoder verifier of access tokens
     */
    static SpringApi start(Path folder, Path tls, JwtDecoder decoder) throws LifecycleException {
        return new SpringApi(folder, tls, decoder);
    }

    private static Connector connector(Path tls) {
        var host = new SSLHostConfig();
        var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateFile(tls.resolve("certificate.pem").toString());
        certificate.setCertificateKeyFile(tls.resolve("private-key.pem").toString());
        host.addCertificate(certificate);
        var connector = new Connector();
        connector.setPort(0);
        connector.setSecure(true);
        connector.setScheme("https");
        connector.setProperty("SSLEnabled", "true");
        connector.addSslHostConfig(host);
        return connector;
    }

    URI orders() {
        return URI.create("https://localhost:" + tomcat.getConnector().getLocalPort() + "/orders");
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
