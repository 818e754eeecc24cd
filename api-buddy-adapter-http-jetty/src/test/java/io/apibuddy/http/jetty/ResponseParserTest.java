package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112: a response has one interpretation or is a fault; common lenient forms are accepted. */
class ResponseParserTest {

  private static final String NEXT = "HTTP/1.1 299 Next\r\nContent-Length: 0\r\n\r\n";

  /** Parses the bytes whole and in pieces of several sizes, which must give the same result. */
  private static ParsedResponses parse(String text, boolean toHead) {
    ParsedResponses whole = ParsedResponses.of(text, Integer.MAX_VALUE, toHead);
    for (int step : new int[] {1, 2, 3, 7}) {
      assertThat(ParsedResponses.of(text, step, toHead)).isEqualTo(whole);
    }
    return whole;
  }

  private static ParsedResponses.Parsed only(String text, boolean toHead) {
    ParsedResponses parsed = parse(text + NEXT, toHead);

    assertThat(parsed.fault()).isNull();
    assertThat(parsed.responses()).hasSize(2);
    assertThat(parsed.responses().get(1).head().status()).isEqualTo(299);
    return parsed.responses().get(0);
  }

  private static ParsedResponses.Parsed only(String text) {
    return only(text, false);
  }

  @Test
  void statusVersionAndFieldsAreReturnedAsReceived() {
    ParsedResponses.Parsed parsed =
        only(
            "HTTP/1.1 404 Not \u00e9 \r\nA:\r\na: \t1  2\t \r\nX-!: \u00fc\r\nContent-Length: 2\r\n\r\nok");

    assertThat(parsed.head())
        .isEqualTo(
            new ResponseHead(
                404, Headers.of("A", "", "a", "1  2", "X-!", "\u00fc", "Content-Length", "2")));
    assertThat(parsed.version()).isEqualTo(ProtocolVersion.HTTP_1_1);
    assertThat(parsed.length()).isEqualTo(2);
    assertThat(parsed.content()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.2 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.9 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
        "\r\n\r\n\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2  \r\nok\r\n0  \r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b;c=\"d\"\r\nok\r\n0;e\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0000002\r\nok\r\n000\r\n\r\n",
      })
  void lenientFormsOfRealServersAreUnderstood(String text) {
    assertThat(only(text).content()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "H\r\n",
        "HTTP/1.1\r\n",
        "HTTP/1.1 200OK\r\n",
        "HTTP/1.1  200 OK\r\n",
        "HTTP/1.1\t200 OK\r\n",
        "HTTP/1.12 200 OK\r\n",
        "HTTP/1. 200 OK\r\n",
        "HTTP/1.: 200 OK\r\n",
        "HTTP/2.0 200 OK\r\n",
        "HTTP/11 200 OK\r\n",
        "http/1.1 200 OK\r\n",
        "HTTP/1.1 099 OK\r\n",
        "HTTP/1.1 +20 OK\r\n",
        "HTTP/1.1 20: OK\r\n",
        "HTTP/1.1 200 O\0K\r\n",
        "HTTP/1.1 2/9 OK\r\n",
        "HTTP/1.1 101 Switching\r\n",
        "\r\n\r\n\r\n\r\n\r\nHTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\rContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: \u007f\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 204 None\r\nContent-Length: 2, 3\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2x\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8000000000000000\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nno field\r\n",
      })
  void malformedResponseIsAFault(String text) {
    ParsedResponses parsed = parse(text, false);

    assertThat(parsed.fault())
        .startsWith("the upstream's answer is not valid HTTP because of its ");
    assertThat(parsed.responses()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 2x0 OK', status line",
    "'HTTP/1.1 103 Hints\r\n\r\nHTTP/2', status line",
    "'HTTP/1.1 200 OK\r\nX Y: z', header fields",
    "'HTTP/1.1 200 OK\r\n\0', header fields",
    "'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n', Content-Length or Transfer-Encoding",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n', Content-Length or Transfer-Encoding",
    "'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx', chunks or trailers"
  })
  void faultNamesThePart(String text, String part) {
    assertThat(parse(text + "\r\n", false).fault()).endsWith(" because of its " + part);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "
      })
  void faultNamesTheLengthOfWhatIsTooLong(String beginning) {
    assertThat(parse(beginning + "x".repeat(65_536), false).fault())
        .endsWith("which exceed 64 KiB");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2", "hello", "\0", "HTTX"})
  void impossibleStatusLineIsAFaultBeforeItsEnd(String beginning) {
    assertThat(parse(beginning, false).fault()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "H", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nX", "\r\n"})
  void incompleteResponseIsNoFault(String beginning) {
    ParsedResponses parsed = parse(beginning, false);

    assertThat(parsed.fault()).isNull();
    assertThat(parsed.responses()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, true", "204, false", "304, false", "204, true", "304, true"})
  void responsesWithoutContentEndWithTheirHead(int status, boolean toHead) {
    ParsedResponses.Parsed parsed =
        only("HTTP/1.1 " + status + " Any\r\nContent-Length: 1000\r\n\r\n", toHead);

    assertThat(parsed.length()).isZero();
    assertThat(parsed.persistent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n"})
  void contentWithoutALengthLastsUntilTheConnectionEnds(String head) {
    ParsedResponses parsed = parse(head + NEXT, false);

    assertThat(parsed.responses()).hasSize(1);
    assertThat(parsed.responses().get(0).content()).isEqualTo(NEXT);
    assertThat(parsed.responses().get(0).length()).isEqualTo(-1);
    assertThat(parsed.responses().get(0).persistent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1.1, '', true",
    "1.1, 'Connection: close', false",
    "1.1, 'Connection: x, CLOSE', false",
    "1.1, 'Connection: closed', true",
    "1.0, '', false",
    "1.0, 'Connection: Keep-Alive', true",
    "1.0, 'Connection: keep-alive, close', false",
  })
  void persistenceDependsOnVersionAndConnectionField(
      String version, String field, boolean persistent) {
    String line = field.isEmpty() ? "" : field + "\r\n";
    ParsedResponses.Parsed parsed =
        only("HTTP/" + version + " 200 OK\r\n" + line + "Content-Length: 0\r\n\r\n");

    assertThat(parsed.persistent()).isEqualTo(persistent);
  }

  @Test
  void interimResponsesComeBeforeTheFinalOne() {
    ParsedResponses parsed =
        parse("HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n" + NEXT, false);

    assertThat(parsed.interim())
        .containsExactly(
            new ResponseHead(100, Headers.EMPTY),
            new ResponseHead(103, Headers.of("Link", "</a>")));
    assertThat(parsed.responses()).hasSize(1);
    assertThat(parsed.responses().get(0).head().headers())
        .isEqualTo(Headers.of("Content-Length", "0"));
  }

  @Test
  void limitOfInterimResponsesAppliesToEachFinalResponse() {
    String many = "HTTP/1.1 102 Wait\r\n\r\n".repeat(32);

    assertThat(parse(many + NEXT + many + NEXT, false).responses()).hasSize(2);
    assertThat(parse(many + "HTTP/1.1 102 Wait\r\n\r\n" + NEXT, false).fault())
        .isEqualTo("the upstream sends too many interim responses");
  }

  @Test
  void trailersAreReadAfterTheLastChunk() {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    ParsedResponses.Parsed parsed = only(head + "0\r\nX: 1\r\nContent-Length: 7\r\n\r\n");

    assertThat(parsed.content()).isEmpty();
    assertThat(parsed.trailers()).isEqualTo(Headers.of("X", "1", "Content-Length", "7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X: %s\r\n", "%s: x\r\n", "X: 1\r\nY: %s\r\n"})
  void oversizedHeadOrTrailerSectionIsAFault(String fields) {
    String long64 = fields.formatted("a".repeat(1 << 16));
    String head = "HTTP/1.1 200 OK\r\n";

    assertThat(ParsedResponses.of(head + long64 + "\r\n").fault()).isNotNull();
    assertThat(
            ParsedResponses.of(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + long64).fault())
        .isNotNull();
    assertThat(ParsedResponses.of(head + "a:\r\n".repeat(16_000) + "\r\n").fault()).isNull();
    assertThat(ParsedResponses.of(head + "a:\r\n".repeat(17_000) + "\r\n").fault()).isNotNull();
  }

  @Test
  void sizeLimitAppliesToEachHeadSeparately() {
    String field = "Link: " + "a".repeat(40_000) + "\r\n";
    String hints = "HTTP/1.1 103 Hints\r\n" + field + "\r\n";
    String last = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + field + "\r\n";

    assertThat(ParsedResponses.of((hints + hints + last).repeat(2)).responses()).hasSize(2);
  }
}
