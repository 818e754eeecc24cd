package io.apibuddy.bootstrap.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class through their own proxy, which answers from fixtures and listens on any
 * free port.
 *
 * <p>On a developer's machine the proxy records the responses that the fixtures lack and adds them
 * as new fixtures; existing fixtures stay as they are. Where the environment variable {@code CI} is
 * set, except to {@code false}, it answers from the fixtures only, opens no connection and fails
 * each test whose requests find no fixture.
 *
 * <p>The annotation may also be put on an annotation of your own or on an interface.
 *
 * <p>The configuration parameter or system property {@code api-buddy.mode} overrides this choice:
 * {@code record}, {@code replay}, or another mode of the proxy, which leaves the fixtures as they
 * are.
 *
 * <p>In all members <code>${name}</code> stands for a system property or an environment variable.
 *
 * <p>Tests can take the {@link io.apibuddy.bootstrap.CachingProxy} as a parameter, and an alias's
 * base URL as a {@link String} or {@link java.net.URI} with {@link BaseUrl}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ApiBuddyExtension.class)
@SuppressWarnings("exports") // as the extension
public @interface ApiBuddyTest {

  /** The mappings, each as {@code alias=https://api.example.com}. */
  String[] map() default {};

  /** A configuration file, JSON or YAML, whose port is ignored; empty for none. */
  String config() default "";

  /**
   * Where the fixtures are: a directory, or an HTTP archive if the name ends in {@code .har}. The
   * first recording creates it if necessary. The default is the directory in {@code
   * src/test/fixtures/} that has the class's binary name, for example {@code
   * com.example.WeatherTest}.
   */
  String fixtures() default "";
}
