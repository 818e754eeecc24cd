package io.apibuddy.http.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.Rejection;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.spi.Settings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112: a request has exactly one interpretation, or is refused. */
class RequestParserTest {

  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final ServerSettings LIMITS = limit("max_target_size", 100);
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\n";

  /** Parses the bytes whole and in pieces of several sizes, which must give the same result. */
  private static ParsedRequests parse(String text) {
    ParsedRequests whole = ParsedRequests.of(text);
    for (int step : new int[] {1, 2, 3, 7}) {
      assertThat(ParsedRequests.of(text, step, Map.of())).isEqualTo(whole);
    }
    return whole;
  }

  private static void assertRefused(String text, int status) {
    ParsedRequests parsed = parse(text + NEXT);

    assertThat(parsed.requests()).isEmpty();
    assertThat(parsed.refusal()).isEqualTo(status);
  }

  private static ParsedRequests.Parsed only(String text) {
    ParsedRequests parsed = parse(text + NEXT);

    assertThat(parsed.refusal()).isZero();
    assertThat(parsed.idle()).isTrue();
    assertThat(parsed.requests()).hasSize(2);
    assertThat(parsed.requests().get(1).head().target()).isEqualTo("/next");
    return parsed.requests().get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /",
        "GET",
        "GET  HTTP/1.1",
        " GET / HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET /  HTTP/1.1",
        "GET / HTTP/1.1 ",
        "GET / a HTTP/1.1",
        "GET\t/ HTTP/1.1",
        "GET /\tHTTP/1.1",
        "GET /a\tb HTTP/1.1",
        "GET /a\u0000b HTTP/1.1",
        "GET /a\u0007b HTTP/1.1",
        "GET /a\u000bb HTTP/1.1",
        "GET /a\u007fb HTTP/1.1",
        "GET /a\rb HTTP/1.1",
        "GET /a\nb HTTP/1.1",
        "G(T / HTTP/1.1",
        "G\u00c9T / HTTP/1.1",
        "GET: / HTTP/1.1",
        "GET / http/1.1",
        "GET / HTTP/1.1x",
        "GET / HTTP/1.10",
        "GET / HTTP/1.",
        "GET / HTTP/1",
        "GET / HTTP/11",
        "GET / HTTP/1,1",
        "GET / HTTP/-1.1",
        "GET / HTTP/01.1",
        "GET / HTTP/x.1",
        "GET / HTTPS/1.1",
        "GET / ICY/1.1",
        "GET / HTTP/3",
        "GET / HTTP/1.\u00b9",
        "GET x://h:99999/ HTTP/1.1",
        "GET http:///x HTTP/1.1",
        "GET http://user@h/ HTTP/1.1",
        "GET http://h:x/ HTTP/1.1",
        "AVERYLONGMETHODAVERYLONGMETHODAVERYLONGMETHODAVERYLONGMETHODAVERYLONGMETHOD / HTTP/1.1",
        "\u0016\u0003\u0001\u0002",
      })
  void refusesRequestLinesThatAreNotWellFormed(String line) {
    assertRefused(line + "\r\nHost: h\r\n\r\n", 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/2.0", "HTTP/3.0", "HTTP/0.9", "HTTP/9.9"})
  void refusesOtherMajorVersions(String version) {
    assertRefused("GET / " + version + "\r\nHost: h\r\n\r\n", 505);
    assertRefused("PRI * " + version + "\r\n\r\nSM\r\n\r\n", 505);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no-colon",
        ": empty",
        "X : y",
        "X\t: y",
        " X: y",
        "\tX: y",
        "X: a\r\n b",
        "X: a\r\n\tb",
        "X: a\r\n ",
        "X(y): z",
        "X y: z",
        "X,Y: z",
        "X/Y: z",
        "X@Y: z",
        "\"X\": z",
        "X\u00e9: z",
        "X\u0000: z",
        "X\u0001Y: z",
        "X: a\u0000b",
        "X: a\u0001b",
        "X: a\u000bb",
        "X: a\u000cb",
        "X: a\u001bb",
        "X: a\u007fb",
        "X: a\rb",
        "X: a\r\rb",
        "X: a\nb: c",
        "X: a\n",
        "\rX: a",
        "\nX: a",
      })
  void refusesFieldLinesThatAreNotWellFormed(String line) {
    assertRefused("GET / HTTP/1.1\r\nHost: h\r\n" + line + "\r\n\r\n", 400);
    assertRefused("GET / HTTP/1.1\r\n" + line + "\r\nHost: h\r\n\r\n", 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\nHost: h\n\n",
        "GET / HTTP/1.1\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\n\n",
        "GET / HTTP/1.1\r\nHost: h\r\r\n\r\n",
        "GET / HTTP/1.1\rHost: h\r\r",
        "\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\rGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\n\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "\r\n GET / HTTP/1.1\r\nHost: h\r\n\r\n",
      })
  void refusesLinesThatDoNotEndInCarriageReturnAndLineFeed(String request) {
    assertRefused(request, 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\nHost: h\r\nHost: h\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n",
        "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n",
        "GET / HTTP/1.1\r\nHost: :80\r\n",
        "GET / HTTP/1.1\r\nHost: user@h\r\n",
        "GET / HTTP/1.1\r\nHost: h/path\r\n",
        "GET / HTTP/1.1\r\nHost: h?q\r\n",
        "GET / HTTP/1.1\r\nHost: h#f\r\n",
        "GET / HTTP/1.1\r\nHost: http://h\r\n",
        "GET / HTTP/1.1\r\nHost: h:x\r\n",
        "GET / HTTP/1.1\r\nHost: h:-1\r\n",
        "GET / HTTP/1.1\r\nHost: h:65536\r\n",
        "GET / HTTP/1.1\r\nHost: h:99999999999\r\n",
        "GET / HTTP/1.1\r\nHost: h:80:80\r\n",
        "GET / HTTP/1.1\r\nHost: h h\r\n",
        "GET / HTTP/1.1\r\nHost: h\\h\r\n",
        "GET / HTTP/1.1\r\nHost: h\u00e9\r\n",
        "GET / HTTP/1.1\r\nHost: h, h\r\n",
        "GET / HTTP/1.1\r\nHost: ::1\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n",
        "GET / HTTP/1.1\r\nHost: []\r\n",
        "GET / HTTP/1.1\r\nHost: [:]\r\n",
        "GET / HTTP/1.1\r\nHost: h{h\r\n",
        "GET / HTTP/1.1\r\nHost: h`h\r\n",
        "GET / HTTP/1.1\r\nHost: h[h\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]x\r\n",
        "GET / HTTP/1.1\r\nHost: [::g]\r\n",
        "GET / HTTP/1.1\r\nHost: h:8\u00b2\r\n",
      })
  void refusesMissingRepeatedOrMalformedHosts(String head) {
    assertRefused(head + "\r\n", 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "h",
        "H.example",
        "h:",
        "h:0",
        "h:65535",
        "h:8090",
        "azAZ09",
        "-._~!$&'()*+,;=%41",
        "127.0.0.1:8080",
        "[::]",
        "[::1]",
        "[::1]:80",
        "[fA::09.1]",
      })
  void acceptsWellFormedHosts(String host) {
    RequestHead head = only("GET / HTTP/1.1\r\nhOsT: \t" + host + "\t \r\n\r\n").head();

    assertThat(Authority.of(head)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 0\r\ncontent-length: 5",
        "Content-Length: 5, 5",
        "Content-Length: 5,6",
        "Content-Length: 5 5",
        "Content-Length: +5",
        "Content-Length: -5",
        "Content-Length: -0",
        "Content-Length: 0x5",
        "Content-Length: 5.0",
        "Content-Length: 5e0",
        "Content-Length: 5_0",
        "Content-Length: 5;",
        "Content-Length: \"5\"",
        "Content-Length: five",
        "Content-Length: \u00b2",
        "Content-Length:",
        "Content-Length: 9223372036854775808",
        "Content-Length: 18446744073709551621",
        "Content-Length: 99999999999999999999",
        "Content-Length : 5",
        "Content-Length\t: 5",
        " Content-Length: 5",
        "Content-Length: 5\r\n 6",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: identity",
        "Content-Length: 5\r\nTransfer-Encoding:",
        "Transfer-Encoding:",
        "Transfer-Encoding: ,",
        "Transfer-Encoding: ,chunked",
        "Transfer-Encoding: chunked,",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: x\r\ntransfer-encoding: chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding:",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunkedx",
        "Transfer-Encoding: chunk",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding: 'chunked'",
        "Transfer-Encoding: chunked\u0000",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: \u000cchunked",
        "Transfer-Encoding: chunked\u000b",
        "Transfer-Encoding: \u00a0chunked",
        "Transfer-Encoding: \u0085chunked",
        "Transfer-Encoding: chun\u212aed",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked",
        "Transfer-Encoding\u000b: chunked",
        " Transfer-Encoding: chunked",
        "Transfer-Encoding: x\r\n chunked",
        "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: chunked\nX: y",
        "X: y\nTransfer-Encoding: chunked",
        "X: y\rTransfer-Encoding: chunked",
      })
  void refusesAmbiguousMalformedOrUnknownFraming(String fields) {
    assertRefused(POST + fields + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'GET /s3cret x HTTP/1.1\r\nHost: h\r\n\r\n' | request line",
        "'GET /s3cret HTTP/1.1\n' | 'request line, octet 21'",
        "'\u0016\u0003\u0001' | 'request line, octet 1'",
        "'S3(RET / HTTP/1.1\r\nHost: h\r\n\r\n' | request line",
        "'GET / HTTP/1.1\r\nHost: h\r\ns3cret\r\n' | 'header fields, line 3 of the request'",
        "'\r\nGET / HTTP/1.1\r\nHost: h\r\nX : s3cret\r\n' | 'header fields, line 3 of the request'",
        "'GET / HTTP/1.1\r\nX: s3cret\u0000' | 'header fields, line 2 of the request, octet 10'",
        "'GET / HTTP/1.1\r\nX: s3cret\r\r' | 'header fields, line 2 of the request, octet 10'",
        "'GET / HTTP/1.1\r\nX: y\r\n\r\n' | Host",
        "'GET / HTTP/1.1\r\nHost: s3cret@h\r\n\r\n' | Host",
        "'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: s3cret\r\n\r\n' | "
            + "Content-Length or Transfer-Encoding",
        "'POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\ns3cret\r\n' | "
            + "chunks or trailers",
      })
  void refusalOfAMalformedRequestSaysWhereItIsAndRepeatsNothing(String request, String place) {
    RequestParser parser = new RequestParser(() -> LIMITS);
    ByteBuffer bytes = ByteBuffer.wrap(ascii(request));
    while (parser.refusal() == null && bytes.hasRemaining()) {
      parser.parse(bytes);
    }

    assertThat(Objects.requireNonNull(parser.refusal()).rejection())
        .isEqualTo(
            new Rejection(
                400,
                "The request is malformed or its framing is ambiguous (RFC 9112): see its "
                    + place
                    + "."));
  }

  @Test
  void refusesTransferEncodingInHttp10() {
    String fields = "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n";
    assertRefused(fields + "\r\n0\r\n\r\n", 400);
    assertRefused(fields + "Connection: keep-alive\r\n\r\n0\r\n\r\n", 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "05", "00000000000000000000000000005", "  5", "5 \t"})
  void readsContentOfAnAnnouncedLength(String length) {
    assertThat(only(POST + "Content-Length: " + length + "\r\n\r\nhello").content())
        .isEqualTo("hello");
    assertThat(only("GET / HTTP/1.0\r\ncontent-length:" + length + "\r\n\r\nhello").content())
        .isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5\r\nhello\r\n0\r\n\r\n",
        "05\r\nhello\r\n000\r\n\r\n",
        "0000000000000000000000000000005\r\nhello\r\n0\r\n\r\n",
        "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n",
        "5;a\r\nhello\r\n0;b=c\r\n\r\n",
        "5;a=b;c=\"d\\\"; e\"\r\nhello\r\n0\r\n\r\n",
        "5 ; a = b\r\nhello\r\n0\t;a\r\n\r\n",
      })
  void readsChunkedContent(String chunks) {
    for (String coding : List.of("chunked", "Chunked", "CHUNKED", "\tchunked \t")) {
      assertThat(only(POST + "Transfer-Encoding:" + coding + "\r\n\r\n" + chunks).content())
          .isEqualTo("hello");
    }
  }

  @Test
  void readsChunkSizesInUpperAndLowerCase() {
    String content = "x".repeat(0xAB);
    for (String size : List.of("ab", "AB", "aB")) {
      String chunks = size + "\r\n" + content + "\r\n0\r\n\r\n";
      assertThat(only(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks).content())
          .isEqualTo(content);
    }
  }

  @Test
  void acceptsTheLargestChunkSize() {
    String largest = POST + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nhello";

    assertThat(ParsedRequests.of(largest, 1, Map.of("max_request_size", 0L)).refusal()).isZero();
  }

  static Stream<String> badChunks() {
    return Stream.of(
        "x\r\n",
        "\r\n",
        "\r\n5\r\nhello\r\n0\r\n\r\n",
        ";\r\n",
        ";a\r\nhello\r\n0\r\n\r\n",
        "g\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "-0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5.0\r\nhello\r\n0\r\n\r\n",
        "5_0\r\nhello\r\n0\r\n\r\n",
        "5,5\r\nhello\r\n0\r\n\r\n",
        "5 5\r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "\t5\r\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "5\u000b\r\nhello\r\n0\r\n\r\n",
        "5\u0000\r\nhello\r\n0\r\n\r\n",
        "\u0665\r\nhello\r\n0\r\n\r\n",
        "\u00b2\r\nhello\r\n0\r\n\r\n",
        "8000000000000000\r\nhello",
        "ffffffffffffffff\r\nhello",
        "10000000000000000\r\nhello",
        "10000000000000005\r\nhello\r\n0\r\n\r\n",
        "fffffffffffffffff\r\nhello",
        "0".repeat(2000) + "5\r\nhello\r\n0\r\n\r\n",
        "5;" + "a".repeat(2000) + "\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\rhello\r\n0\r\n\r\n",
        "5\r\r\nhello\r\n0\r\n\r\n",
        "5;a\nhello\r\n0\r\n\r\n",
        "5;a\rb\r\nhello\r\n0\r\n\r\n",
        "5;\r\nhello\r\n0\r\n\r\n",
        "5;a;\r\nhello\r\n0\r\n\r\n",
        "5;=b\r\nhello\r\n0\r\n\r\n",
        "5;a=\r\nhello\r\n0\r\n\r\n",
        "5;a=\"\u0000\"\r\nhello\r\n0\r\n\r\n",
        "5;a=\"b\r\nhello\r\n0\r\n\r\n",
        "5;a=\"\r\n\"\r\nhello\r\n0\r\n\r\n",
        "5;a=\"b\\\r\nhello\r\n0\r\n\r\n",
        "5;a\u0001\r\nhello\r\n0\r\n\r\n",
        "5;a b\r\nhello\r\n0\r\n\r\n",
        "5;a \r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "5\r\nhello\r0\r\n\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhello5\r\nhello\r\n0\r\n\r\n",
        "5\r\nhelloX\r\n0\r\n\r\n",
        "5\r\nhello\r\n\r\n0\r\n\r\n",
        "5\r\nhell\r\n0\r\n\r\n",
        "0\r\nbad trailer\r\n\r\n",
        "0\r\nX : y\r\n\r\n",
        "0\r\n X: y\r\n\r\n",
        "0\r\nX: y\r\n z\r\n\r\n",
        "0\r\nX: y\n\r\n",
        "0\r\n\n",
        "0\n\r\n",
        "0\r\nX\r\n\r\n",
        "0\r\nX: a\u0000\r\n\r\n",
        "0\r\nContent-Length: 5\r\n\r\nhello",
        "0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "0\r\nX: y\r\nHost: evil\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("badChunks")
  void refusesChunksThatAreNotWellFormed(String chunks) {
    assertRefused(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks, 400);
  }

  @Test
  void keepsTrailersApartFromTheHeader() {
    ParsedRequests.Parsed parsed =
        only(POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 7\r\nx-b:\r\n\r\n");

    assertThat(parsed.trailers()).isEqualTo(Headers.of("X-Sum", "7", "x-b", ""));
    assertThat(parsed.head().headers().contains("X-Sum")).isFalse();
  }

  @Test
  void refusesTrailersOverTheLimit() {
    String chunks = "0\r\n" + ("X: " + "a".repeat(1000) + "\r\n").repeat(17);
    assertRefused(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "\r\n", 431);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a/../b/./c",
        "/%2e%2e/%2F%3f%23%25",
        "//evil.example/x",
        "/a|b{c}\"d\"^`\\<>",
        "/a;x=1/b;y",
        "/?",
        "/a?b?c=|&d={\"e\"}",
        "/a#b",
        "/%zz%",
        "/a%00b",
        "http://other.example:81/a/../b?c",
        "HTTP://h",
        "*",
        "h:443",
        "?q",
        "/caf\u00c3\u00a9",
        "/\u00ff",
      })
  void keepsTheTargetByteForByte(String target) {
    assertThat(only("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n").head().target())
        .isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CONNECT", "TRACE", "PROPFIND", "get", "M-SEARCH", "!#$%&'*+-.^_`|~"})
  void acceptsEveryMethodThatIsAToken(String method) {
    assertThat(only(method + " /x HTTP/1.1\r\nHost: h\r\n\r\n").head().method()).isEqualTo(method);
  }

  @Test
  void acceptsMethodsOfUpToSixtyFourCharacters() {
    String longest = "M".repeat(64);

    assertThat(only("M /x HTTP/1.1\r\nHost: h\r\n\r\n").head().method()).isEqualTo("M");
    assertThat(only(longest + " /x HTTP/1.1\r\nHost: h\r\n\r\n").head().method())
        .isEqualTo(longest);
    assertRefused(longest + "M /x HTTP/1.1\r\nHost: h\r\n\r\n", 400);
  }

  @Test
  void treatsALaterMinorVersionAsHttp11() {
    assertThat(only("GET / HTTP/1.2\r\nHost: h\r\n\r\n").head().version())
        .isEqualTo(ProtocolVersion.HTTP_1_1);
    assertThat(only("GET / HTTP/1.0\r\n\r\n").head().version()).isEqualTo(ProtocolVersion.HTTP_1_0);
  }

  @Test
  void keepsFieldsOctetByOctetAndInOrder() {
    String fields =
        "X-A:  caf\u00c3\u00a9 \"\\\t, \r\nHost:h\r\nx-a:2\r\nX_Empty:  \r\nX-C: a:b\r\n";

    assertThat(only("GET / HTTP/1.1\r\n" + fields + "\r\n").head().headers())
        .isEqualTo(
            Headers.of(
                "X-A",
                "caf\u00c3\u00a9 \"\\\t,",
                "Host",
                "h",
                "x-a",
                "2",
                "X_Empty",
                "",
                "X-C",
                "a:b"));
  }

  @Test
  void skipsAFewEmptyLinesBetweenRequests() {
    assertThat(only("\r\n".repeat(4) + "GET /x HTTP/1.1\r\nHost: h\r\n\r\n\r\n").head().target())
        .isEqualTo("/x");
    assertThat(parse("\r\n").idle()).isTrue();
    assertThat(parse("\r\n\r").idle()).isFalse();
    assertThat(parse("G").idle()).isFalse();
    assertThat(parse("GET / HTTP/1.1\r\n").idle()).isFalse();
  }

  @Test
  void enforcesTheLimitsOfTargetAndHeader() {
    String rest = " HTTP/1.1\r\nHost: h\r\n\r\n";
    assertThat(only("GET /" + "a".repeat(8191) + rest).head().target()).hasSize(8192);
    assertRefused("GET /" + "a".repeat(8192) + rest, 414);
    assertRefused("GET /" + "a".repeat(100_000), 414);
    String head = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    assertThat(only(head + "a".repeat(16_384 - head.length() - 4) + "\r\n\r\n").head()).isNotNull();
    assertRefused(head + "a".repeat(16_384) + "\r\n\r\n", 431);
    assertRefused("GET / HTTP/1.1\r\nHost: h\r\n" + "a:\r\n".repeat(5000) + "\r\n", 431);
  }

  @Test
  void enforcesTheLimitOfContent() {
    Map<String, Long> limit = Map.of("max_request_size", 10L);
    String chunked = POST + "Transfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n";
    for (int step : new int[] {1, 1000}) {
      assertThat(ParsedRequests.of(POST + "Content-Length: 11\r\n\r\n", step, limit).refusal())
          .isEqualTo(413);
      assertThat(ParsedRequests.of(chunked + "3\r\n", step, limit).refusal()).isEqualTo(413);
      assertThat(ParsedRequests.of(chunked + "2\r\nab\r\n0\r\n\r\n", step, limit).requests())
          .extracting(ParsedRequests.Parsed::content)
          .containsExactly("12345678ab");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /a HTTP/1.0\r\n\r\n",
        "\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n",
        POST + "Content-Length: 3\r\n\r\nabc",
        POST + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX: y\r\n\r\n"
      })
  void readsARepeatedRequestLikeTheFirst(String request) {
    ParsedRequests.Parsed first = parse(request).requests().get(0);

    assertThat(parse(request.repeat(4)).requests()).containsExactly(first, first, first, first);
  }

  @Test
  void reusesAParsedHeadOnceItWasReceivedTwice() {
    String head = "GET /a HTTP/1.1\r\nHost: h\r\n";
    String request = head + "\r\n";

    List<RequestHead> heads = heads(request.repeat(3) + NEXT + request.repeat(3));

    assertThat(heads.get(1)).isNotSameAs(heads.get(0));
    assertThat(heads.get(2)).isSameAs(heads.get(1));
    assertThat(heads.get(4)).isNotSameAs(heads.get(2));
    assertThat(heads.get(6)).isSameAs(heads.get(5));
  }

  @Test
  void parsesAHeadThatDiffersFromTheKeptOneInOneOctet() {
    String head = "GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer 1\r\n\r\n";

    for (String other : List.of(head.replace("r 1", "r 2"), head.replace("Auth", "auth"))) {
      RequestHead read = heads(head.repeat(3) + other).get(3);

      assertThat(read.headers().name(1))
          .isEqualTo(other.contains("auth") ? "authorization" : "Authorization");
      assertThat(read.headers().value(1)).isEqualTo(other.contains("2") ? "Bearer 2" : "Bearer 1");
    }
  }

  @Test
  void keepsNoHeadThatIsLongOrHasManyFields() {
    String head = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    String longest = head + "a".repeat(2048 - head.length() - 4) + "\r\n\r\n";
    String most = "GET / HTTP/1.1\r\nHost: h\r\n" + "a:\r\n".repeat(31) + "\r\n";

    assertThat(isKept(longest)).isTrue();
    assertThat(isKept(longest.replace("X: ", "X: a"))).isFalse();
    assertThat(isKept(most)).isTrue();
    assertThat(isKept(most.replaceFirst("a:", "a:\r\nb:"))).isFalse();
  }

  @Test
  void forgetsTheKeptHeadWhenAnotherArrivesInPieces() {
    byte[] request = ascii("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    RequestParser parser = new RequestParser(() -> LIMITS);
    RequestHead first = next(parser, request);
    RequestHead kept = next(parser, request);
    assertThat(next(parser, request)).isSameAs(kept).isNotSameAs(first);

    parser.parse(ByteBuffer.wrap(request, 0, 9));
    RequestHead inPieces = next(parser, Arrays.copyOfRange(request, 9, request.length));

    assertThat(next(parser, request)).isEqualTo(inPieces).isNotSameAs(kept);
  }

  @Test
  void appliesChangedLimitsToARepeatedHead() {
    AtomicReference<ServerSettings> inForce = new AtomicReference<>(limit("max_target_size", 100));
    RequestParser parser = new RequestParser(inForce::get);
    byte[] request = ascii("GET /" + "a".repeat(99) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    for (int i = 0; i < 3; i++) {
      RequestHead unused = next(parser, request);
    }

    inForce.set(limit("max_target_size", 99));
    parser.parse(ByteBuffer.wrap(request));

    assertThat(parser.refusal()).extracting(refused -> refused.rejection().status()).isEqualTo(414);
  }

  @Test
  void appliesTheLimitsInForceWhenARequestBegan() {
    AtomicReference<ServerSettings> inForce = new AtomicReference<>(LIMITS);
    RequestParser parser = new RequestParser(inForce::get);
    byte[] request = ascii("GET /" + "a".repeat(99) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    parser.parse(ByteBuffer.wrap(request, 0, 9));

    inForce.set(limit("max_target_size", 99));
    parser.parse(ByteBuffer.wrap(request, 9, request.length - 9));

    assertThat(parser.head()).isNotNull();
    assertThat(parser.settings()).isSameAs(LIMITS);
  }

  @Test
  void recognizesARepeatedHeadInADirectBuffer() {
    byte[] request = ascii("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * request.length);
    bytes.put(request).put(request).put(request).put(request).flip();
    RequestParser parser = new RequestParser(() -> LIMITS);
    List<RequestHead> heads = new ArrayList<>();
    while (bytes.hasRemaining()) {
      parser.parse(bytes);
      heads.add(Objects.requireNonNull(parser.head()));
      parser.reset();
    }

    assertThat(heads).hasSize(4);
    assertThat(heads.get(3)).isSameAs(heads.get(1));
  }

  @Test
  void isNotIdleAfterARepeatedHeadWithoutItsContent() {
    ParsedRequests parsed = parse((POST + "Content-Length: 1\r\n\r\na").repeat(3));
    assertThat(parsed.idle()).isTrue();

    String withoutContent = POST + "Content-Length: 1\r\n\r\n";
    assertThat(parse((withoutContent + "a").repeat(2) + withoutContent).idle()).isFalse();
  }

  /** Parses a request without content that arrives in one piece, and returns its head. */
  private static RequestHead next(RequestParser parser, byte[] request) {
    parser.parse(ByteBuffer.wrap(request));
    RequestHead head = Objects.requireNonNull(parser.head());
    parser.reset();
    return head;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isKept(String request) {
    List<RequestHead> heads = heads(request.repeat(3));
    return heads.get(2) == heads.get(1);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  private static List<RequestHead> heads(String text) {
    return parse(text).requests().stream().map(ParsedRequests.Parsed::head).toList();
  }

  private static ServerSettings limit(String name, long value) {
    return ServerSettings.from(Settings.of(Map.of(name, value)));
  }
}
