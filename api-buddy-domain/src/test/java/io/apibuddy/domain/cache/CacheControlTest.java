package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 5.2. */
class CacheControlTest {

  @Test
  void directivesAreFoundWhateverTheirCaseSpacingAndLines() {
    CacheControl control =
        CacheControl.of(
            Headers.of("Cache-Control", " No-Cache ,, Max-Age=5", "cache-control", "PRIVATE"));

    assertThat(control.has("no-cache")).isTrue();
    assertThat(control.has("private")).isTrue();
    assertThat(control.seconds("max-age")).hasValue(5);
    assertThat(control.has("no-store")).isFalse();
    assertThat(CacheControl.of(Headers.EMPTY)).isSameAs(CacheControl.NONE);
  }

  @Test
  void aCommaOrADirectiveInAQuotedStringIsNoDirective() {
    CacheControl control =
        CacheControl.parse("private=\"a, no-store, \\\", no-cache\", max-age=\"7\"");

    assertThat(control.has("no-store")).isFalse();
    assertThat(control.has("no-cache")).isFalse();
    assertThat(control.argument("private")).isEqualTo("a, no-store, \", no-cache");
    assertThat(control.seconds("max-age")).hasValue(7);
  }

  @Test
  void whiteSpaceAtTheEqualsSignHidesNoDirective() {
    CacheControl control = CacheControl.parse("private = \"x-a\", no-store =");

    assertThat(control.has("private")).isTrue();
    assertThat(control.has("no-store")).isTrue();
  }

  @Test
  void aBackslashAtTheEndHidesNoDirective() {
    assertThat(CacheControl.parse("private=\"a\\").has("private")).isTrue();
  }

  @Test
  void unclosedQuoteAffectsItsLineOnly() {
    CacheControl control =
        CacheControl.of(Headers.of("Cache-Control", "x=\"", "Cache-Control", "no-store"));

    assertThat(control.has("no-store")).isTrue();
  }

  @Test
  void firstOfRepeatedDirectivesIsUsed() {
    assertThat(CacheControl.parse("max-age=1, max-age=2").seconds("max-age")).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "60, 60", "2147483648, 2147483648", "99999999999999999999999, 2147483648"})
  void deltaSecondsSaturate(String text, long expected) {
    assertThat(CacheControl.parse("max-age=" + text).seconds("max-age")).hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age",
        "max-age=",
        "max-age=-1",
        "max-age=+1",
        "max-age=1.5",
        "max-age=x",
        "max-age='1'",
        "max-age=\"\"",
        "max-age=\"1",
        "max-age=1;x",
        "max-age =1",
        "max-age= 1"
      })
  void argumentThatIsNoNumberOfSecondsIsIgnored(String value) {
    CacheControl control = CacheControl.parse(value);

    assertThat(control.has("max-age")).isTrue();
    assertThat(control.seconds("max-age")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-store, x=\"a\\", "x=\"unclosed, no-cache", "=,=a, no-store", "\""})
  void malformedValuesDoNotFail(String value) {
    CacheControl control = CacheControl.parse(value);

    assertThat(control.has("no-store")).isEqualTo(value.contains("no-store"));
    assertThat(control.has("no-cache")).isFalse();
  }
}
