package io.apibuddy.bootstrap.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class through a proxy of their own, on any free port. On a developer's
 * machine it records what the fixtures have no answer for and adds that to them, and leaves their
 * files as they are; where the environment variable {@code CI} is set it answers from the fixtures
 * only, opens no connection and fails the test that needed one.
 *
 * <p>It may stand on an annotation of your own or on an interface, too.
 *
 * <p>The configuration parameter or system property {@code api-buddy.mode} says otherwise: {@code
 * record}, {@code replay} or another mode of the proxy's, which leaves the fixtures as they are.
 *
 * <p>In all that is written here <code>${name}</code> stands for a system property or an
 * environment variable.
 *
 * <p>Tests get a {@link io.apibuddy.bootstrap.CachingProxy} as a parameter, or with {@link BaseUrl}
 * a {@link String} or {@link java.net.URI}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ApiBuddyExtension.class)
@SuppressWarnings("exports") // as the extension
public @interface ApiBuddyTest {

  /** The APIs, {@code alias=https://api.example.com} each. */
  String[] map() default {};

  /** A configuration file, JSON or YAML, whose port does not count; empty for none. */
  String config() default "";

  /**
   * Where the fixtures lie: a directory, or an HTTP archive if the name ends in {@code .har}; the
   * first recording makes what is not there yet. By default the directory {@code
   * src/test/fixtures/} and the class's binary name, for example {@code com.example.WeatherTest}.
   */
  String fixtures() default "";
}
