package io.apibuddy.ports.contract;

import static io.apibuddy.ports.contract.UpstreamRequests.OK;
import static io.apibuddy.ports.contract.UpstreamRequests.get;
import static io.apibuddy.ports.contract.UpstreamRequests.giveUp;
import static io.apibuddy.ports.contract.UpstreamRequests.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import io.apibuddy.ports.upstream.UpstreamTimeouts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract tests for {@link UpstreamClient}: which certificates it trusts (RFC 9110 section 4.3.4),
 * before and after a change of settings.
 */
public interface UpstreamTrustContract extends UpstreamClientFactory {

  @Test
  default void reconfiguredAuthoritiesApplyToTheNextRequest(@TempDir Path directory)
      throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    UpstreamRequest request = get(listener.origin());
    try (RawUpstream upstream = new RawUpstream(listener, RawUpstream.answering(OK));
        UpstreamClient client = newClient()) {
      assertThat(UpstreamRequests.failure(client, request).kind()).isEqualTo(Kind.TLS_FAILED);

      client.reconfigure(authority("upstream_ca_file", listener));
      client.send(request).close();

      client.reconfigure(authority("upstream_ca_file.alias", listener));
      client.send(request).close();

      client.reconfigure(authority("upstream_ca_file.other", listener));
      assertThat(UpstreamRequests.failure(client, request).kind()).isEqualTo(Kind.TLS_FAILED);
      assertThat(upstream.connections()).isGreaterThan(2);
    }
  }

  @Test
  default void exchangeInProgressKeepsTheAuthoritiesItBeganWith(@TempDir Path directory)
      throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    Gate changed = new Gate();
    RawUpstream.Conversation slow =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhe");
          changed.pass();
          peer.send("re");
        };
    try (RawUpstream upstream = new RawUpstream(listener, slow);
        UpstreamClient client = newClient()) {
      client.reconfigure(authority("upstream_ca_file", listener));
      try (UpstreamResponse response = client.send(get(listener.origin()))) {
        client.reconfigure(Settings.NONE);
        changed.open();

        assertThat(text(response)).isEqualTo("here");
      }
      assertThat(UpstreamRequests.failure(client, get(listener.origin())).kind())
          .isEqualTo(Kind.TLS_FAILED);
      assertThat(upstream.connections()).isPositive();
    }
  }

  @Test
  default void refusedReconfigurationKeepsThePreviousAuthorities(@TempDir Path directory)
      throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    try (RawUpstream upstream = new RawUpstream(listener, RawUpstream.answering(OK));
        UpstreamClient client = newClient()) {
      client.reconfigure(authority("upstream_ca_file", listener));

      String missing = directory.resolve("missing.pem").toString();
      for (String name : List.of("upstream_ca_file", "upstream_ca_file.other")) {
        assertThatThrownBy(() -> client.reconfigure(Settings.of(Map.of(name, missing))))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith(name + ": ");
      }

      client.send(get(listener.origin())).close();
      assertThat(upstream.connections()).isPositive();
    }
  }

  @Test
  default void closeEndsExchangesBegunBeforeAReconfiguration(@TempDir Path directory)
      throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    Gate over = new Gate();
    RawUpstream.Conversation endless =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhe");
          over.pass();
        };
    try (RawUpstream upstream = new RawUpstream(listener, endless);
        UpstreamClient client = newClient()) {
      client.reconfigure(authority("upstream_ca_file", listener));
      try (UpstreamResponse response = client.send(get(listener.origin()))) {
        client.reconfigure(Settings.NONE);
        giveUp(client);

        assertThatThrownBy(() -> text(response)).isInstanceOf(IOException.class);
      } finally {
        over.open();
      }
      assertThat(upstream.connections()).isPositive();
    }
  }

  @Test
  default void tlsHandshakeThatNeverEndsTimesOut() throws Exception {
    UpstreamTimeouts timeouts =
        new UpstreamTimeouts(
            Duration.ofMillis(300), Duration.ofSeconds(15), Duration.ofSeconds(15));
    try (RawUpstream upstream = new RawUpstream(peer -> peer.readToEnd())) {
      URI origin = URI.create("https://127.0.0.1:" + upstream.origin().getPort());
      UpstreamException failure = failure(get(origin, timeouts));
      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
    }
  }

  @Test
  default void plainTextWhereTlsIsExpectedIsATlsFailure() throws Exception {
    try (RawUpstream upstream =
        new RawUpstream(
            peer -> {
              peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
              peer.readToEnd();
            })) {
      URI origin = URI.create("https://127.0.0.1:" + upstream.origin().getPort());
      assertThat(failure(get(origin)).kind()).isEqualTo(Kind.TLS_FAILED);
    }
  }

  private static Settings authority(String setting, TlsListener listener) {
    return Settings.of(Map.of(setting, listener.authority().toString()));
  }
}
