package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apibuddy.ports.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestBodyTest extends FrontendTestSupport {

  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";

  @Test
  void givesTheEmptyBodyToARequestWithoutContent() throws IOException {
    exchange(LAST_GET);
    newFrontend(Map.of());
    exchange(POST + "Content-Length: 0\r\n\r\n");

    assertThat(handler.requests).hasSize(2);
    assertThat(handler.requests).allMatch(request -> request.body() == Body.EMPTY);
  }

  @Test
  void knowsTheLengthOrThatThereIsNone() throws IOException {
    handler.script =
        request ->
            handler.text(
                request.body().length()
                    + ":"
                    + new String(request.body().stream().readAllBytes(), StandardCharsets.UTF_8));

    assertThat(exchange(POST + "Content-Length: 3\r\n\r\nabc")).endsWith("3:abc");
    newFrontend(Map.of());
    assertThat(exchange(POST + "Transfer-Encoding: Chunked\r\n\r\n3;x=\"y\"\r\nabc\r\n0\r\n\r\n"))
        .endsWith("-1:abc");
  }

  @Test
  void hasTrailersAfterTheEnd() throws IOException {
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
  void sendsNoContinueIfTheBodyIsNotWanted() throws IOException {
    String post = "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    assertThat(exchange(post)).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
  }

  @Test
  void skipsAnUnreadBodyThatHasArrived() throws IOException {
    try (RawConnection client = connect()) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.send("abc").readMessage()).endsWith("hello");
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
      assertThat(taken.poll(5, TimeUnit.SECONDS)).isEqualTo(2);
      client.send("cdef");
      reads.add(1);
      assertThat(taken.poll(5, TimeUnit.SECONDS)).isEqualTo(4);
      reads.add(1);
      assertThat(client.readToEnd()).endsWith("done");
    }
  }

  @Test
  void breaksWhenTheClientIsCut() throws Exception {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    handler.script =
        request -> {
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
        int expected = handler.requests.size() + 1;
        failure.set(null);
        await().until(() -> handler.requests.size() >= expected - 1);
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
  void breaksWhenTheClientStalls() throws Exception {
    handler.script =
        request -> {
          try {
            request.body().stream().readAllBytes();
            return handler.text("read");
          } catch (IOException e) {
            return handler.text("stalled");
          }
        };
    InetSocketAddress address = start(Map.of("client_idle_timeout", Duration.ofMillis(200)));
    try (RawConnection client = RawConnection.to(address)) {
      assertThat(client.send(POST + "Content-Length: 9\r\n\r\nab").readToEnd()).endsWith("stalled");
    }
  }

  @Test
  void endsABlockedReadWhenClosedFromElsewhere() throws Exception {
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
