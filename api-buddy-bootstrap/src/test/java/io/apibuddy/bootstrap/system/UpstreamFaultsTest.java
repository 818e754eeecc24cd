package io.apibuddy.bootstrap.system;

import static io.apibuddy.bootstrap.system.ScriptedUpstream.WELL;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.ok;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.saying;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.sayingAndHanging;
import static io.apibuddy.bootstrap.system.ScriptedUpstream.sayingAndResetting;
import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.apibuddy.bootstrap.CachingProxy;
import io.apibuddy.ports.contract.RawUpstream.Peer;
import io.apibuddy.ports.contract.RawUpstream.Remainder;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of an upstream: what the client sees, and that no trace of the fault remains. */
@Tag("any-jvm")
@Timeout(60)
class UpstreamFaultsTest {

  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String HELLO = "5\r\nhello\r\n";
  private static final String FIELD = "X: " + "y".repeat(95) + "\r\n";

  private static ScriptedUpstream upstream;
  private static CachingProxy proxy;

  @BeforeAll
  static void start() throws IOException {
    upstream = new ScriptedUpstream();
    proxy =
        CachingProxy.builder()
            .map("api", upstream.url())
            .map("hasty", upstream.url())
            .set("domain_mappings.hasty.request_timeout", "700ms")
            .map("impatient", upstream.url())
            .set("domain_mappings.impatient.upstream_idle_timeout", "300ms")
            .start();
  }

  @AfterAll
  static void stop() {
    proxy.close();
    upstream.close();
  }

  /** Returns the final answer. */
  private static String message(String method, String target) throws IOException {
    try (Peer peer = RawHttp.ask(proxy.port(), method, target, "HTTP/1.1")) {
      String answer = peer.readMessage();
      while (answer.startsWith("HTTP/1.1 102 ")) {
        answer = peer.readMessage();
      }
      return answer;
    }
  }

  /**
   * Asserts that the fault was not stored and that its connection does no harm. Uses the mapping
   * that has the time to wait for an upstream on a busy machine.
   */
  private static void assertNothingRemains(String alias, String method, String target)
      throws IOException {
    assertThat(stored(alias + target)).startsWith("HTTP/1.1 504 ");
    upstream.heal(target);
    for (int i = 0; i < 2; i++) {
      String answer = message(method, "/api" + target);
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + WELL);
      if (i == 0) {
        assertThat(answer).doesNotContain("X-Cache: HIT");
      }
    }
  }

  /** Requests a target with {@code only-if-cached}. */
  private static String stored(String target) throws IOException {
    try (Peer peer = Peer.connect(proxy.port())) {
      peer.send(
          "GET "
              + target
              + " HTTP/1.1\r\nHost: localhost\r\nCache-Control: only-if-cached\r\n\r\n");
      return peer.readMessage();
    }
  }

  static Stream<Arguments> noAnswers() {
    String closed = "upstream_closed";
    String invalid = "upstream_invalid_response";
    return Stream.of(
        arguments("closed before the status line", saying(""), closed),
        arguments("reset before the status line", sayingAndResetting(""), closed),
        arguments("closed in the status line", saying("HTTP/1.1 2"), closed),
        arguments("reset in the status line", sayingAndResetting("HTTP/1.1 2"), closed),
        arguments("reset after the status line", sayingAndResetting("HTTP/1.1 200 OK\r\n"), closed),
        arguments("closed in the head", saying("HTTP/1.1 200 OK\r\nContent-Le"), closed),
        arguments("reset in the head", sayingAndResetting("HTTP/1.1 200 OK\r\nX: y\r\n"), closed),
        arguments("no status line", saying("hello\r\n\r\nworld"), invalid),
        arguments("old and headless", sayingAndHanging("<html lang=en>hello</html>"), invalid),
        arguments("a newer protocol", saying("\0\0\6\4\0\0\0\0\0\0\3\0\0\0d"), invalid),
        arguments(
            "a large field",
            saying("HTTP/1.1 200 OK\r\nX: " + "y".repeat(1 << 17) + "\r\n\r\n"),
            invalid),
        arguments(
            "many fields", saying("HTTP/1.1 200 OK\r\n" + FIELD.repeat(700) + "\r\n"), invalid),
        arguments(
            "a control character", saying("HTTP/1.1 200 OK\r\nX: a\1b\r\n\r\nhello"), invalid),
        arguments("a NUL", saying("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\nhello"), invalid),
        arguments("a folded field", saying("HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\nhello"), invalid),
        arguments("a space before the colon", saying("HTTP/1.1 200 OK\r\nX : a\r\n\r\n"), invalid),
        arguments(
            "two lengths",
            saying("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
            invalid),
        arguments(
            "length and chunks",
            saying(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            invalid),
        arguments(
            "an unknown coding",
            saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: br\r\n\r\nhello"),
            invalid),
        arguments(
            "an upgrade",
            saying("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
            invalid),
        arguments(
            "an interim flood",
            saying("HTTP/1.1 102 Wait\r\n\r\n".repeat(1000) + ok(WELL)),
            invalid));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("noAnswers")
  void missingOrInvalidAnswerIs502(String name, ScriptedUpstream.Script script, String code)
      throws IOException {
    for (String method : new String[] {"GET", "PATCH"}) {
      String target = "/" + name.replace(' ', '-') + method;
      upstream.on(target, script);
      String answer = message(method, "/api" + target);
      assertThat(answer)
          .startsWith("HTTP/1.1 502 ")
          .contains("X-API-Buddy-Error: " + code + "\r\n")
          .doesNotContain("127.0.0.1", upstream.url());
      // On a kept connection an end without a byte may only mean that the connection was idle.
      assertThat(upstream.calls(method + ' ' + target)).isBetween(1, method.equals("GET") ? 2 : 1);
      assertNothingRemains("/api", method, target);
    }
  }

  static Stream<Arguments> delays() {
    return Stream.of(
        arguments("silence", sayingAndHanging("")),
        arguments("half a head", sayingAndHanging("HTTP/1.1 200 OK\r\nX:")),
        arguments("a dripping head", upstream.dripping("HTTP/1.1 200 OK\r\nX: ", "y")),
        arguments("interim answers only", upstream.dripping("", "HTTP/1.1 102 Wait\r\n\r\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("delays")
  void answerThatDoesNotArriveInTimeIs504(String name, ScriptedUpstream.Script script)
      throws IOException {
    for (String method : new String[] {"GET", "PUT"}) {
      String target = "/" + name.replace(' ', '-') + method;
      upstream.on(target, script);
      message("GET", "/api/before" + target); // its connection is kept: the time to make one counts
      assertThat(message(method, "/hasty" + target))
          .startsWith("HTTP/1.1 504 ")
          .contains("X-API-Buddy-Error: upstream_timeout\r\n")
          .doesNotContain("127.0.0.1", upstream.url());
      // On a busy machine the upstream may read the request later than the proxy gives it up.
      await().untilAsserted(() -> assertThat(upstream.calls(method + ' ' + target)).isEqualTo(1));
      assertNothingRemains("/hasty", method, target);
    }
  }

  static Stream<Arguments> brokenBodies() {
    String ten = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
    return Stream.of(
        arguments("short of its length", saying(ten)),
        arguments("reset within its length", sayingAndResetting(ten)),
        arguments("silent within its length", sayingAndHanging(ten)),
        arguments("without the last chunk", saying(CHUNKED + HELLO)),
        arguments("without the end of the last chunk", saying(CHUNKED + HELLO + "0\r\n")),
        arguments("reset between chunks", sayingAndResetting(CHUNKED + HELLO)),
        arguments("silent between chunks", sayingAndHanging(CHUNKED + HELLO)),
        arguments("reset without framing", sayingAndResetting("HTTP/1.1 200 OK\r\n\r\nhello")),
        arguments("silent without framing", sayingAndHanging("HTTP/1.1 200 OK\r\n\r\nhello")),
        arguments("a bad chunk size", saying(CHUNKED + HELLO + "zz\r\n")),
        arguments("an enormous chunk size", saying(CHUNKED + HELLO + "f".repeat(17) + "\r\nx")),
        arguments("a negative chunk size", saying(CHUNKED + HELLO + "-1\r\nx\r\n0\r\n\r\n")),
        arguments("no line end behind a chunk", saying(CHUNKED + "5\r\nhelloworld\r\n0\r\n\r\n")),
        arguments(
            "an endless trailer section",
            saying(CHUNKED + HELLO + "0\r\n" + FIELD.repeat(700) + "\r\n")),
        arguments(
            "a dripping chunk extension", upstream.dripping(CHUNKED + HELLO + "5;", "extension")));
  }

  /** Requirement 9, for each framing that a client can get. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenBodies")
  void truncatedContentIsVisibleToTheClient(String name, ScriptedUpstream.Script script)
      throws IOException {
    for (String method : new String[] {"GET", "PUT"}) {
      for (String version : new String[] {"HTTP/1.1", "HTTP/1.0"}) {
        String target = "/" + name.replace(' ', '-') + method + version.charAt(7);
        upstream.on(target, script);
        try (Peer client = RawHttp.ask(proxy.port(), method, "/impatient" + target, version)) {
          Remainder seen = client.readRemainder();
          boolean chunked = version.equals("HTTP/1.1") && !name.endsWith("its length");
          assertThat(seen.broken()).isEqualTo(!chunked);
          if (chunked) {
            assertShort(seen.text());
          }
        }
        assertNothingRemains("/impatient", method, target);
      }
    }
  }

  /** Asserts that the content before the fault is there and the last chunk is not. */
  private static void assertShort(String answer) {
    assertThat(answer)
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nTransfer-Encoding: chunked\r\n", "hello")
        .doesNotContain("\r\n0\r\n");
  }

  static Stream<Arguments> oddAnswers() {
    return Stream.of(
        arguments("GET", "bytes behind the length", ok(WELL) + ok("poison"), WELL),
        arguments(
            "PUT", "bytes behind the last chunk", CHUNKED + HELLO + "0\r\n\r\npoison", "hello"),
        arguments("GET", "content behind 204", "HTTP/1.1 204 No Content\r\n\r\npoison", ""),
        arguments(
            "GET", "length of a 204", "HTTP/1.1 204 N\r\nContent-Length: 6\r\n\r\npoison", ""),
        arguments(
            "GET", "content behind 304", "HTTP/1.1 304 Not Modified\r\n\r\n" + ok("poison"), ""),
        arguments(
            "GET", "length of a 304", "HTTP/1.1 304 N\r\nContent-Length: 6\r\n\r\npoison", ""),
        arguments("HEAD", "content behind HEAD", ok("poison"), ""));
  }

  /** A connection with surplus bytes must not be reused. */
  @ParameterizedTest(name = "{1}")
  @MethodSource("oddAnswers")
  void surplusBytesOfAnAnswerNeverReachTheNextRequest(
      String method, String name, String text, String content) throws IOException {
    String target = "/" + name.replace(' ', '-');
    upstream.on(
        target,
        peer -> {
          peer.send(text);
          peer.readRemainder();
        });
    try (Peer client = RawHttp.ask(proxy.port(), method, "/api" + target, "HTTP/1.1")) {
      String head = client.readHead();
      assertThat(head).startsWith(text.substring(0, 12));
      assertThat(client.read(content.length())).isEqualTo(content);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(message("GET", "/api/after-" + target.substring(1) + i))
          .startsWith("HTTP/1.1 200 ")
          .endsWith("\r\n\r\n" + WELL);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT"})
  void contentIsRelayedUnchangedEvenIfItsContentEncodingIsWrong(String method) throws IOException {
    String target = "/no-gzip-" + method;
    upstream.on(target, saying(ok(WELL, "Content-Encoding: gzip\r\n")));
    for (int i = 0; i < 2; i++) {
      assertThat(message(method, "/api" + target))
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Encoding: gzip\r\n")
          .endsWith("\r\n\r\n" + WELL);
    }
  }
}
