package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.apibuddy.ports.contract.Gate;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.TlsListener;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UpstreamTlsTest {

  /** The alert depends on the version of the JDK and of TLS. */
  private static final String REFUSED =
      "the TLS handshake failed: the upstream answered with the alert"
          + " (bad_certificate|certificate_required|handshake_failure)";

  @TempDir private static Path directory;

  private UpstreamClient trusting(Path authority) {
    return new JettyUpstreamClientProvider()
        .create(AdapterContext.of(Settings.of(Map.of("upstream_ca_file", authority.toString()))));
  }

  private static UpstreamException failure(UpstreamClient client, TlsListener listener) {
    return UpstreamRequests.failure(client, UpstreamRequests.get(listener.origin()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void trustsTheAuthorityOfTheFileAndKeepsTheConnection(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", protocol);
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = trusting(listener.authority())) {
      for (int i = 0; i < 3; i++) {
        try (UpstreamResponse response = client.send(UpstreamRequests.get(listener.origin()))) {
          assertThat(response.body().stream().readAllBytes()).asString().isEqualTo("ok");
        }
      }
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void refusesACertificateOfAnUnknownAuthority() throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client =
            new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE))) {
      UpstreamException failure = failure(client, listener);
      assertThat(failure.kind()).isEqualTo(Kind.TLS_FAILED);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  /**
   * Several threads may meet the end of the connection; the reason must not depend on the first.
   */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void failedHandshakeAlwaysReportsItsReason(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:another.test", protocol);
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = trusting(listener.authority())) {
      for (int i = 0; i < 50; i++) {
        assertThat(failure(client, listener))
            .hasMessage("the TLS handshake failed: the upstream's certificate is for another name");
      }
      assertThat(upstream.connections()).isPositive();
    }
  }

  /** In TLS 1.3 the client's part of the handshake is over by then, and the request on its way. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void alertOfAnUpstreamThatDemandsACertificateIsReported(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", protocol);
    listener.demandCertificate();
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = trusting(listener.authority())) {
      for (int i = 0; i < 50; i++) {
        UpstreamException failure = failure(client, listener);

        assertThat(failure.kind()).isEqualTo(Kind.TLS_FAILED);
        assertThat(failure).hasMessageMatching(REFUSED);
      }
      // No second attempts; now and then a connection is opened for a request that already failed.
      assertThat(upstream.connections()).isBetween(50, 75);
    }
  }

  /** Bytes before the request is sent are not taken for the end of a kept connection. */
  @Test
  void plainTextBeforeTheHandshakeCausesNoSecondAttempt() throws Exception {
    RawUpstream.Conversation hasty =
        peer -> {
          peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
          peer.readToEnd();
        };
    try (RawUpstream upstream = new RawUpstream(hasty)) {
      URI origin = URI.create("https://127.0.0.1:" + upstream.origin().getPort());
      for (int i = 1; i <= 100; i++) {
        try (UpstreamClient client =
            new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE))) {
          UpstreamException failure =
              catchThrowableOfType(
                  UpstreamException.class, () -> client.send(UpstreamRequests.get(origin)).close());
          assertThat(failure.kind()).isEqualTo(Kind.TLS_FAILED);
          assertThat(failure)
              .hasMessage(
                  "the TLS handshake failed: the upstream does not speak TLS; is it http://?");
          assertThat(upstream.connections()).isEqualTo(i);
        }
      }
    }
  }

  /** Close and read run at the same time: neither may wait for the other. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void concurrentFailedHandshakesAllEnd(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", protocol);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client =
            new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.NONE))) {
      List<Future<Kind>> kinds = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        kinds.add(callers.submit(() -> failure(client, listener).kind()));
      }
      for (Future<Kind> kind : kinds) {
        assertThat(kind.get()).isEqualTo(Kind.TLS_FAILED);
      }
      assertThat(upstream.connections()).isGreaterThanOrEqualTo(200);
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void trustsTheAuthorityOfOneMappingForThatMappingOnly() throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    UpstreamRequest request = UpstreamRequests.get(listener.origin());
    Settings settings =
        Settings.of(Map.of("upstream_ca_file." + request.alias(), listener.authority().toString()));
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client =
            new JettyUpstreamClientProvider().create(AdapterContext.of(settings))) {
      client.send(request).close();

      UpstreamException failure =
          catchThrowableOfType(
              UpstreamException.class, () -> client.send(ofAlias("other", request)).close());
      assertThat(failure.kind()).isEqualTo(Kind.TLS_FAILED);
      assertThat(upstream.connections()).isEqualTo(2);
    }
  }

  private static UpstreamRequest ofAlias(String alias, UpstreamRequest request) {
    return new UpstreamRequest(
        alias,
        request.origin(),
        request.method(),
        request.target(),
        request.headers(),
        request.body(),
        request.timeouts(),
        false,
        request.onInterim());
  }

  @Test
  void namesTheMappingWhoseAuthorityFileIsMissing() {
    Settings settings = Settings.of(Map.of("upstream_ca_file.a/b", "missing.pem"));

    assertThatThrownBy(() -> new JettyUpstreamClientProvider().create(AdapterContext.of(settings)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("upstream_ca_file.a/b: cannot read missing.pem: there is no file ");
  }

  @Test
  void refusesACertificateForAnotherHost() throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:other.example", "TLSv1.3");
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = trusting(listener.authority())) {
      assertThat(failure(client, listener).kind()).isEqualTo(Kind.TLS_FAILED);
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void treatsAnEndWithoutCloseNotifyAsATruncation(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", protocol);
    Gate read = new Gate();
    RawUpstream.Conversation cut =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
          read.pass();
          listener.cut();
        };
    try (RawUpstream upstream = new RawUpstream(listener, cut);
        UpstreamClient client = trusting(listener.authority());
        UpstreamResponse response = client.send(UpstreamRequests.get(listener.origin()))) {
      assertThat(response.body().stream().readNBytes(5)).hasSize(5);
      read.open();
      assertThatThrownBy(() -> response.body().stream().read()).isInstanceOf(IOException.class);
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @RepeatedTest(10)
  void endWithoutCloseNotifyIsTheUpstreamsWhicheverThreadNoticesIt() throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    RawUpstream.Conversation cut =
        peer -> {
          peer.readHead();
          peer.send("HTTP/1.1 200 OK\r\n\r\nhello");
          listener.cut();
        };
    try (RawUpstream upstream = new RawUpstream(listener, cut);
        UpstreamClient client = trusting(listener.authority());
        UpstreamResponse response = client.send(UpstreamRequests.get(listener.origin()))) {
      assertThat(response.body().stream().readNBytes(5)).asString().isEqualTo("hello");
      assertThatThrownBy(() -> response.body().stream().read())
          .hasMessage("the upstream closed the connection");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void treatsCloseNotifyAsTheEndOfTheContent(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", protocol);
    RawUpstream.Conversation whole = RawUpstream.once("HTTP/1.1 200 OK\r\n\r\nhello");
    try (RawUpstream upstream = new RawUpstream(listener, whole);
        UpstreamClient client = trusting(listener.authority());
        UpstreamResponse response = client.send(UpstreamRequests.get(listener.origin()))) {
      assertThat(response.body().stream().readAllBytes()).asString().isEqualTo("hello");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void trustsTheAuthoritiesOfAFileWhateverElseItHolds() throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    String authority = Files.readString(listener.authority(), StandardCharsets.US_ASCII).strip();
    String others =
        Stream.of("PRIVATE KEY", "TRUSTED CERTIFICATE")
            .map(name -> "-----BEGIN %s-----\nMAA=\n-----END %s-----".formatted(name, name))
            .collect(Collectors.joining());
    Path file =
        Files.writeString(
            directory.resolve("mixed.pem"), "\uFEFF" + authority + authority + others + "\n");
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        UpstreamClient client = trusting(file);
        UpstreamResponse response = client.send(UpstreamRequests.get(listener.origin()))) {
      assertThat(response.body().stream().readAllBytes()).asString().isEqualTo("ok");
      assertThat(upstream.connections()).isEqualTo(1);
    }
  }

  @Test
  void refusesAMissingOrInvalidAuthorityFile() throws Exception {
    Path text = directory.resolve("text.pem");
    Files.write(text, "no certificate".getBytes(StandardCharsets.UTF_8));
    TlsListener listener = new TlsListener(directory, "dns:localhost", "TLSv1.3");
    String whole = Files.readString(listener.authority(), StandardCharsets.US_ASCII);
    Path cut = directory.resolve("cut.pem");
    Files.writeString(cut, whole + whole.substring(0, whole.length() / 2));
    for (Path path : new Path[] {text, cut, directory.resolve("missing.pem"), directory}) {
      assertThatThrownBy(() -> trusting(path))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("upstream_ca_file: ");
    }
  }
}
