package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.RefusedContentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestBodyTest extends FrontendTestSupport {

  /** The maximum length, in bytes, of content that is buffered before its exchange begins. */
  private static final int SHORT = 32 * 1024;

  /** Longer than a test may take. */
  private static final Duration FOREVER = Duration.ofMinutes(5);

  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";

  @Test
  void requestWithoutContentHasTheEmptyBody() throws IOException {
    exchange(LAST_GET);
    newFrontend(Map.of());
    exchange(POST + "Content-Length: 0\r\n\r\n");

    assertThat(handler.requests).hasSize(2);
    assertThat(handler.requests).allMatch(request -> request.body() == Body.EMPTY);
  }

  @Test
  void lengthIsTheAnnouncedOneOrMinusOneForChunkedContent() throws IOException {
    handler.script =
        request ->
            handler.text(
                request.body().length()
                    + ":"
                    + new String(request.body().stream().readAllBytes(), UTF_8));

    assertThat(exchange(POST + "Content-Length: 3\r\n\r\nabc")).endsWith("3:abc");
    newFrontend(Map.of());
    assertThat(exchange(POST + "Transfer-Encoding: Chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n0\r\n\r\n"))
        .endsWith("-1:abc");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20_000, SHORT})
  void buffersShortContentInMemoryHoweverItIsFragmented(int length) throws IOException {
    String content = "x".repeat(length - 1) + "y";
    String head = POST.replace("Connection: close\r\n", "") + "Content-Length: " + length;
    try (RawConnection client = RawConnection.to(startWaiting(FOREVER))) {
      for (int first : new int[] {0, 1, head.length(), head.length() + 4, head.length() + 5}) {
        String request = head + "\r\n\r\n" + content;
        client.send(request.substring(0, first)).send(request.substring(first));
        assertThat(client.readMessage()).endsWith("hello");
      }
      client.send((head + "\r\n\r\n" + content).repeat(2));
      assertThat(client.readMessage()).endsWith("hello");
      assertThat(client.readMessage()).endsWith("hello");
    }

    Body whole = new Body.Bytes(content.getBytes(StandardCharsets.US_ASCII));
    assertThat(handler.requests).hasSize(7).allMatch(request -> request.body().equals(whole));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: " + (SHORT + 1),
        "Transfer-Encoding: chunked",
        "Expect: 100-continue\r\nContent-Length: 3"
      })
  void streamsContentThatIsLongOrChunkedOrExpectsContinue(String framing) throws Exception {
    try (RawConnection client = RawConnection.to(startWaiting(FOREVER))) {
      client.send(POST + framing + "\r\n\r\n");
      await().until(() -> handler.requests.size() == 1);
      assertThat(handler.requests.get(0).body()).isInstanceOf(Body.Stream.class);
    }
  }

  @Test
  void streamsContentThatDoesNotArriveAtOnce() throws Exception {
    Gate begun = new Gate();
    handler.script =
        request -> {
          begun.open();
          return handler.text(new String(request.body().stream().readAllBytes(), UTF_8));
        };
    try (RawConnection client = connect()) {
      client.send(POST + "Content-Length: 4\r\n\r\nab");
      begun.pass();
      assertThat(handler.requests.get(0).body()).isInstanceOf(Body.Stream.class);
      assertThat(client.send("cd").readToEnd()).endsWith("abcd");
    }
  }

  @Test
  void beginsAnExchangeWhoseClientEndsItsOutputWithinTheContent() throws Exception {
    handler.script =
        request -> {
          try {
            return handler.text("" + request.body().stream().readAllBytes().length);
          } catch (IOException e) {
            return handler.text("incomplete");
          }
        };
    try (RawConnection client = RawConnection.to(startWaiting(FOREVER))) {
      client.send(POST + "Content-Length: 4\r\n\r\nab").socket().shutdownOutput();
      assertThat(client.readToEnd()).endsWith("incomplete");
    }
  }

  @Test
  void trailersAreAvailableAfterTheContent() throws IOException {
    handler.script =
        request -> {
          request.body().stream().readAllBytes();
          return handler.text("" + ((Body.Stream) request.body()).trailers().first("X-Sum"));
        };
    String chunked = "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 7\r\n\r\n";
    assertThat(exchange(POST + chunked)).endsWith("\r\n\r\n7");
  }

  @Test
  void sendsContinueOnTheFirstReadOnly() throws IOException {
    handler.script = request -> handler.text("" + request.body().stream().readAllBytes().length);
    try (RawConnection client = connect()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.readHead()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(client.send("abc").readMessage()).startsWith("HTTP/1.1 200 OK").endsWith("3");
    }
  }

  @Test
  void sendsNoContinueIfTheBodyIsNotRead() throws IOException {
    String post = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    assertThat(exchange(post)).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
  }

  @Test
  void skipsAnUnreadBodyThatHasArrived() throws IOException {
    String head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (RawConnection client = connect()) {
      client.send(head + "3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.readMessage()).endsWith("hello");
    }
  }

  @Test
  void bodyNeverReadsTheContentOfTheNextRequest() throws IOException {
    handler.script =
        request -> {
          if (handler.requests.size() == 1) {
            return handler.text("" + (char) request.body().stream().read());
          }
          try {
            return handler.text("" + handler.requests.get(0).body().stream().readAllBytes().length);
          } catch (EOFException over) {
            return handler.text("over");
          }
        };
    String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (RawConnection client = connect()) {
      client.send(chunked + "2\r\nab\r\n0\r\n\r\n");
      assertThat(client.readMessage()).endsWith("a");
      client.send(chunked + "1\r\nc\r\n0\r\n\r\n");
      assertThat(client.readMessage()).endsWith("over");
    }
  }

  @Test
  void deliversTheAnswerToAClientThatIsStillSending() throws Exception {
    InetSocketAddress address = start();
    try (RawConnection client = RawConnection.to(address)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\n");
      client.send(new byte[300_000]);
      assertThat(client.readToEnd()).contains("Connection: close").endsWith("hello");
    }
  }

  @Test
  void readsOnlyAsFastAsTheHandler() throws Exception {
    BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
    handler.script =
        request -> {
          InputStream body = request.body().stream();
          byte[] buffer = new byte[100_000];
          for (int count = 0; count >= 0; ) {
            reads.take();
            count = body.read(buffer);
            taken.add(count);
          }
          return handler.text("done");
        };
    try (RawConnection client = connect()) {
      client.send(POST + "Content-Length: 6\r\n\r\nab");
      reads.add(1);
      assertThat(taken.poll(30, TimeUnit.SECONDS)).isEqualTo(2);
      client.send("cdef");
      reads.add(1);
      assertThat(taken.poll(30, TimeUnit.SECONDS)).isEqualTo(4);
      reads.add(1);
      assertThat(client.readToEnd()).endsWith("done");
    }
  }

  @Test
  void readFailsWhenTheClientDisconnects() throws Exception {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    Semaphore reading = new Semaphore(0);
    handler.script =
        request -> {
          reading.release();
          try {
            request.body().stream().readAllBytes();
          } catch (IOException e) {
            failure.set(e);
          }
          return handler.text("x");
        };
    InetSocketAddress address = start();
    for (String start :
        new String[] {"Content-Length: 9\r\n\r\nab", "Transfer-Encoding: chunked\r\n\r\n0\r\n"}) {
      for (boolean reset : new boolean[] {true, false}) {
        RawConnection client = RawConnection.to(address).send(POST + start);
        failure.set(null);
        reading.acquire();
        if (reset) {
          client.reset();
        } else {
          client.close();
        }
        await().until(() -> failure.get() != null);
      }
    }
  }

  @Test
  void answers408IfTheClientStallsWithinTheContent() throws Exception {
    handler.script =
        request -> {
          assertThatThrownBy(() -> request.body().stream().readAllBytes())
              .isInstanceOfSatisfying(
                  RefusedContentException.class, e -> assertThat(e.status()).isEqualTo(408));
          return handler.text("read");
        };
    InetSocketAddress address = start(Map.of("client_idle_timeout", Duration.ofSeconds(1)));
    try (RawConnection client = RawConnection.to(address)) {
      assertThat(client.send(POST + "Content-Length: 9\r\n\r\nab").readToEnd())
          .startsWith("HTTP/1.1 408 ")
          .contains("Connection: close");
    }
  }

  @Test
  void closingTheBodyFromAnotherThreadEndsABlockedRead() throws Exception {
    handler.script =
        request -> {
          Thread closer = new Thread(() -> request.body().close());
          closer.start();
          try {
            request.body().stream().readAllBytes();
            return handler.text("read");
          } catch (IOException e) {
            return handler.text("closed");
          }
        };
    try (RawConnection client = connect()) {
      assertThat(client.send(POST + "Content-Length: 9\r\n\r\nab").readToEnd()).endsWith("closed");
    }
  }
}
