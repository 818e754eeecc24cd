package io.apibuddy.http.jetty;

import static io.apibuddy.ports.contract.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(90)
class UpstreamLoadTest {

  private static final int PIECE = 1 << 20;
  private static final int PIECES = 200;

  private static UpstreamClient client(Map<String, ?> settings) {
    return new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.of(settings)));
  }

  @Test
  void receivesALargeResponseOnlyAsFastAsItIsRead() throws Exception {
    AtomicLong sent = new AtomicLong();
    byte[] piece = new byte[PIECE];
    RawUpstream.Conversation large =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + (long) PIECE * PIECES + "\r\n\r\n");
          for (int i = 0; i < PIECES; i++) {
            peer.send(piece);
            sent.addAndGet(piece.length);
          }
        };
    try (RawUpstream upstream = new RawUpstream(large);
        UpstreamClient client = client(Map.of());
        UpstreamResponse response = client.send(UpstreamRequests.get(upstream.origin()))) {
      InputStream stream = response.body().stream();
      byte[] buffer = new byte[64 * 1024];
      long read = 0;
      long ahead = 0;
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        read += count;
        ahead = Math.max(ahead, sent.get() - read);
      }
      assertThat(read).isEqualTo((long) PIECE * PIECES);
      // The kernel's buffers of both ends; the client itself buffers next to nothing.
      assertThat(ahead).isLessThan(32L * PIECE);
    }
  }

  @Test
  void sendsALargeBodyInMemoryOrStreamed() throws Exception {
    AtomicLong received = new AtomicLong();
    RawUpstream.Conversation counting =
        peer -> {
          peer.readHead();
          for (int i = 0; i < 20; i++) {
            received.addAndGet(peer.read(PIECE).length());
          }
          peer.send(UpstreamRequests.OK);
        };
    for (boolean streamed : new boolean[] {true, false}) {
      byte[] content = new byte[20 * PIECE];
      Body body =
          streamed
              ? Body.Stream.of(new ByteArrayInputStream(content), content.length)
              : new Body.Bytes(content);
      try (RawUpstream upstream = new RawUpstream(counting);
          UpstreamClient client = client(Map.of());
          UpstreamResponse response =
              client.send(
                  UpstreamRequests.request(
                      upstream.origin(),
                      "PUT",
                      "/",
                      Headers.EMPTY,
                      body,
                      UpstreamRequests.PATIENT))) {
        assertThat(response.head().status()).isEqualTo(200);
      }
    }
    assertThat(received).hasValue(40L * PIECE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendingTimesOutIfTheUpstreamReadsNoContent(boolean streamed) throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMillis(300));
    Gate over = new Gate();
    RawUpstream.Conversation deaf =
        peer -> {
          peer.readHead();
          over.pass();
        };
    try (RawUpstream upstream = new RawUpstream(deaf);
        UpstreamClient client = client(Map.of())) {
      byte[] content = new byte[64 * PIECE];
      Body body =
          streamed
              ? Body.Stream.of(new ByteArrayInputStream(content), content.length)
              : new Body.Bytes(content);
      UpstreamRequest request =
          UpstreamRequests.request(upstream.origin(), "PUT", "/", Headers.EMPTY, body, timeouts);
      UpstreamException failure =
          catchThrowableOfType(UpstreamException.class, () -> client.send(request).close());
      over.open();
      assertThat(failure.kind()).isEqualTo(Kind.SENDING_TIMEOUT);
    }
  }

  @Test
  void isSaturatedWhenAllConnectionsAreInUse() throws Exception {
    UpstreamTimeouts impatient =
        new UpstreamTimeouts(
            Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(30));
    RawUpstream.Conversation endless = RawUpstream.stalling("HTTP/1.1 200 OK\r\n\r\n");
    try (RawUpstream upstream = new RawUpstream(endless);
        UpstreamClient client = client(Map.of("max_connections_per_upstream", 1L))) {
      UpstreamRequest patient = UpstreamRequests.get(upstream.origin());
      UpstreamRequest second =
          UpstreamRequests.request(
              upstream.origin(), "GET", "/", Headers.EMPTY, Body.EMPTY, impatient);
      try (UpstreamResponse first = client.send(patient)) {
        UpstreamException failure =
            catchThrowableOfType(UpstreamException.class, () -> client.send(second).close());
        assertThat(failure.kind()).isEqualTo(Kind.SATURATED);
        assertThat(first.head().status()).isEqualTo(200);
      }
      client.send(patient).close();
    }
  }

  @Test
  void changedNumberOfConnectionsAppliesToTheNextRequest() throws Exception {
    RawUpstream.Conversation endless = RawUpstream.stalling("HTTP/1.1 200 OK\r\n\r\n");
    try (RawUpstream upstream = new RawUpstream(endless, endless, endless);
        UpstreamClient client = client(Map.of("max_connections_per_upstream", 1L))) {
      UpstreamRequest request = UpstreamRequests.get(upstream.origin());
      try (UpstreamResponse before = client.send(request)) {
        client.reconfigure(Settings.of(Map.of("max_connections_per_upstream", 2L)));
        client.send(request);
        client.send(request);
        assertThat(before.head().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    try (RawUpstream upstream = new RawUpstream(RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = client(Map.of())) {
      client.send(UpstreamRequests.get(upstream.origin())).close();
    }
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("api-buddy-upstream")));
  }
}
