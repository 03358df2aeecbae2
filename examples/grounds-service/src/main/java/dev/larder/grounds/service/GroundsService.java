package dev.larder.grounds.service;

import dev.larder.Larder;
import dev.larder.Layer;
import dev.larder.grounds.GroundsDatabase;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/**
 * The service. Prints its address, in one line, once it serves; what else it has to say goes to the standard error.
 *
 * <p>Options, as arguments ({@code --server.port=0}), or as variables of the environment ({@code SERVER_PORT=0}):
 *
 * <ul>
 *   <li>{@code server.port}, {@code server.address}: where it listens; 8080 on the loopback interface unless said, 0 for a free port
 *   <li>{@code larder.redis}: the Redis to use, such as {@code redis://localhost:6379}; without it, caches live in this process alone
 *   <li>{@code larder.config}: a {@code larder.yaml}
 *   <li>{@code grounds.database}: a folder for an H2 file, {@code memory}, or a JDBC URL; {@code .larder/grounds} unless said
 *   <li>{@code grounds.contracts}: how many contracts there are; the database is filled anew if it holds another number. 100000 unless
 *       said
 *   <li>{@code grounds.login}: {@code off} lets everybody change things; unless said, users log in to do that, which takes a Redis
 *   <li>{@code larder.hash-secret}, best as {@code LARDER_HASH_SECRET}: what IDs of sessions are hashed with, the same as the gateways';
 *       without it, sessions end with this process
 *   <li>{@code --exit-with-parent}: ends when the standard input closes, as it does when the process that started this one has ended
 * </ul>
 */
@SpringBootApplication(proxyBeanMethods = false)
public final class GroundsService {

    /** Starts it. */
    public static void main(String[] args) {
        if (Arrays.asList(args).contains("--exit-with-parent")
                || Boolean.parseBoolean(System.getenv("EXIT_WITH_PARENT"))) {
            Lifeline.attach(System.in);
        }
        SpringApplication.run(GroundsService.class, args);
    }

    @EventListener
    @SuppressWarnings("SystemOut") // the one line that is promised
    void ready(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        String host = environment.getProperty("server.address", "127.0.0.1");
        System.out.println("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + environment.getProperty("local.server.port"));
        System.out.flush();
    }

    @Bean
    static ServiceSettings settings(Environment environment) {
        return ServiceSettings.of(environment::getProperty);
    }

    @Bean
    static InstantSource clock() {
        return InstantSource.system();
    }

    /** Made before the database is filled, which takes a while, so that a wrong setting shows at once. */
    @Bean
    static Larder larder(ServiceSettings settings) {
        return settings.larder();
    }

    @Bean
    static GroundsDatabase database(ServiceSettings settings, Larder larder) {
        AtomicBoolean filled = new AtomicBoolean();
        GroundsDatabase database = GroundsDatabase.open(settings.database(), (written, all) -> filled.set(true));
        if (filled.get()) {
            // What was cached of contents that are no more is of no use.
            larder.clearLayer(Layer.API);
            larder.clearLayer(Layer.LIVE);
            larder.clearLayer(Layer.STATIC);
        }
        return database;
    }

    /** A number is no text. */
    @Bean
    static JsonMapperBuilderCustomizer strictTexts() {
        return mapper -> mapper.withCoercionConfig(
                LogicalType.Textual,
                texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
    }

    /** Comes after what Spring Boot adds, and so before it on the way out. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverErrors() {
        return factory -> factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new ServerErrors()));
    }

    @Bean
    static Doorkeeper doorkeeper(ServiceSettings settings, Larder larder) {
        return new Doorkeeper(settings, larder);
    }

    @Bean
    static WebMvcConfigurer entrance(Doorkeeper doorkeeper) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(doorkeeper);
            }
        };
    }

    /** No answer is what a browser guesses it to be. */
    @Bean
    static FilterRegistrationBean<NoSniff> noSniff() {
        return new FilterRegistrationBean<>(new NoSniff());
    }
}
