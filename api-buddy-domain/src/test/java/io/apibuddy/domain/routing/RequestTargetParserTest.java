package io.apibuddy.domain.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 section 3.2, as far as a proxy with aliases accepts it. */
class RequestTargetParserTest {
  private static final String AUTHORITY = "localhost:8080";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/s",
        "/s/",
        "/a%2Fb/%e4%BD",
        "/a//b",
        "/a?",
        "/a?flag",
        "/a?q=%zz&r=?/",
        "/;v=1"
      })
  void originFormIsKeptByteForByte(String target) throws Exception {
    assertThat(RequestTargetParser.parse(target, AUTHORITY).text()).isEqualTo(target);
  }

  @Test
  void emptyQueryDiffersFromNoQuery() throws Exception {
    assertThat(RequestTargetParser.parse("/a?", AUTHORITY).query()).isEmpty();
    assertThat(RequestTargetParser.parse("/a", AUTHORITY).query()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080/a?b, /a?b",
    "HTTP://LOCALHOST:8080/a, /a",
    "http://localhost:8080, /",
    "http://localhost:8080?b, /?b",
  })
  void absoluteFormForTheAddressedHostBecomesOriginForm(String target, String expected)
      throws Exception {
    assertThat(RequestTargetParser.parse(target, AUTHORITY).text()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "a/b",
        "example.org:443",
        "http://evil.test/a",
        "http://localhost:8081/a",
        "http://localhost/a",
        "http://user@localhost:8080/a",
        "https://localhost:8080/a",
        "http://",
        "ftp://localhost:8080/a"
      })
  void otherFormsAndOtherHostsAreRefused(String target) {
    assertThatThrownBy(() -> RequestTargetParser.parse(target, AUTHORITY))
        .isInstanceOf(BadTargetException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a\\b",
        "/a?b\\c",
        "/a#b",
        "/a?b#c",
        "/\u00e9",
        "/?\u00e9",
        "/%",
        "/%1",
        "/%g0",
        "/%0g",
        "/%00",
        "/%0d%0a",
        "/%1F",
        "/%7f"
      })
  void targetThatRecipientsCouldReadDifferentlyIsRefused(String target) {
    assertThatThrownBy(() -> RequestTargetParser.parse(target, AUTHORITY))
        .isInstanceOf(BadTargetException.class)
        .message()
        .doesNotContain(target);
  }
}
