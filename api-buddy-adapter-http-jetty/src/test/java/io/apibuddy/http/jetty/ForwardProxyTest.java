package io.apibuddy.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.apibuddy.ports.contract.ClosedPort;
import io.apibuddy.ports.contract.RawUpstream;
import io.apibuddy.ports.contract.TlsListener;
import io.apibuddy.ports.contract.UpstreamRequests;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamException;
import io.apibuddy.ports.upstream.UpstreamException.Kind;
import io.apibuddy.ports.upstream.UpstreamException.RequestSent;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests upstreams behind a forward proxy; the names of these upstreams have no address. */
@Timeout(60)
class ForwardProxyTest {

  private static final String OPENED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final URI PLAIN = URI.create("http://api.example.test");

  @TempDir private static Path directory;

  private final List<String> requests = new CopyOnWriteArrayList<>();

  private static UpstreamClient client(Map<String, String> settings) {
    return new JettyUpstreamClientProvider().create(AdapterContext.of(Settings.of(settings)));
  }

  /** Starts a forward proxy whose tunnels all lead to one port of this machine. */
  private RawUpstream proxy(int target, String answer) throws Exception {
    return new RawUpstream(
        peer -> {
          requests.add(peer.readHead());
          peer.send(answer);
          peer.relay(target);
        });
  }

  private static String url(RawUpstream proxy, String userInfo) {
    return "http://" + userInfo + proxy.origin().getAuthority();
  }

  private static RawUpstream upstream() throws Exception {
    return new RawUpstream(RawUpstream.answering(UpstreamRequests.OK));
  }

  @Test
  void requestsReachTheUpstreamThroughOneReusedTunnel() throws Exception {
    try (RawUpstream upstream = upstream();
        RawUpstream proxy = proxy(upstream.origin().getPort(), OPENED);
        UpstreamClient client = client(Map.of("upstream_proxy", url(proxy, "")))) {
      Body question = new Body.Bytes("question".getBytes(StandardCharsets.ISO_8859_1));
      for (int i = 0; i < 3; i++) {
        try (UpstreamResponse response = client.send(UpstreamRequests.post(PLAIN, question))) {
          assertThat(UpstreamRequests.text(response)).isEqualTo("ok");
        }
      }
      assertThat(requests)
          .containsExactly(
              "CONNECT api.example.test:80 HTTP/1.1\r\nHost: api.example.test:80\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
      })
  void whatWouldFrameContentMeansNothingWhenATunnelOpens(String opened) throws Exception {
    try (RawUpstream upstream = upstream();
        RawUpstream proxy = proxy(upstream.origin().getPort(), opened);
        UpstreamClient client = client(Map.of("upstream_proxy", url(proxy, "")));
        UpstreamResponse response = client.send(UpstreamRequests.get(PLAIN))) {
      assertThat(UpstreamRequests.text(response)).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void upstreamCertificateIsVerifiedThroughTheTunnel(String protocol) throws Exception {
    TlsListener listener = new TlsListener(directory, "dns:api.example.test", protocol);
    URI origin = URI.create("https://api.example.test");
    try (RawUpstream upstream =
            new RawUpstream(listener, RawUpstream.answering(UpstreamRequests.OK));
        RawUpstream proxy = proxy(listener.getLocalPort(), OPENED)) {
      Map<String, String> settings = new HashMap<>();
      settings.put("upstream_proxy", url(proxy, "me:s%40cret@"));
      try (UpstreamClient client = client(settings)) {
        assertThat(UpstreamRequests.failure(client, UpstreamRequests.get(origin)).kind())
            .isEqualTo(Kind.TLS_FAILED);
      }
      settings.put("upstream_ca_file", listener.authority().toString());
      try (UpstreamClient client = client(settings);
          UpstreamResponse response = client.send(UpstreamRequests.get(origin))) {
        assertThat(UpstreamRequests.text(response)).isEqualTo("ok");
        URI another = URI.create("https://another.example.test");
        assertThat(UpstreamRequests.failure(client, UpstreamRequests.get(another)))
            .hasMessageContaining("certificate is for another name");
      }
      assertThat(upstream.connections()).isEqualTo(3);
      assertThat(requests)
          .allSatisfy(
              head -> assertThat(head).contains("\r\nProxy-Authorization: Basic bWU6c0BjcmV0\r\n"))
          .anySatisfy(head -> assertThat(head).startsWith("CONNECT api.example.test:443 HTTP/1.1"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 407 Proxy Authentication Required | 407, it requires other credentials",
        "HTTP/1.1 403 Forbidden | answered CONNECT with 403",
        "SSH-2.0-x | the forward proxy's answer is not valid HTTP"
      })
  void refusalByTheProxyMeansThatNothingWasSent(String answer, String message) throws Exception {
    try (RawUpstream upstream = upstream();
        RawUpstream proxy =
            proxy(upstream.origin().getPort(), answer + "\r\nContent-Length: 1\r\n\r\nx");
        UpstreamClient client = client(Map.of("upstream_proxy", url(proxy, "")))) {
      UpstreamException failure = UpstreamRequests.failure(client, UpstreamRequests.get(PLAIN));

      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_FAILED);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
      assertThat(failure).hasMessageContaining(message);
    }
  }

  @Test
  void proxyThatClosesTheConnectionFailsTheRequest() throws Exception {
    try (RawUpstream proxy = new RawUpstream(peer -> peer.readHead());
        UpstreamClient client = client(Map.of("upstream_proxy", proxy.origin().toString()))) {
      UpstreamException failure = UpstreamRequests.failure(client, UpstreamRequests.get(PLAIN));

      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_FAILED);
      assertThat(failure).hasMessage("the forward proxy closed the connection");
    }
  }

  @Test
  void unreachableProxyIsNamedInTheFailure() throws Exception {
    assertNotReached("http://no_such.proxy.test", "the forward proxy's host name has no address");
    try (ClosedPort closed = new ClosedPort()) {
      assertNotReached(
          "http://127.0.0.1:" + closed.number(),
          "no connection to the forward proxy could be made");
    }
  }

  private static void assertNotReached(String proxy, String message) {
    try (UpstreamClient client = client(Map.of("upstream_proxy", proxy))) {
      UpstreamException failure = UpstreamRequests.failure(client, UpstreamRequests.get(PLAIN));

      assertThat(failure.kind()).isEqualTo(Kind.CONNECT_FAILED);
      assertThat(failure.requestSent()).isEqualTo(RequestSent.NO);
      assertThat(failure).hasMessage(message);
    }
  }

  @Test
  void loopbackAndNoProxyHostsAreReachedDirectly() {
    ForwardProxy proxy =
        Objects.requireNonNull(
            ForwardProxy.from(
                Settings.of(
                    Map.of(
                        "upstream_proxy",
                        "http://proxy.example",
                        "no_proxy",
                        " .Internal, *.db.example,[fd00::1] ,10.0.0.1"))));

    for (String direct :
        new String[] {
          "localhost",
          "a.localhost",
          "127.8.0.1",
          "[::1]",
          "internal",
          "API.internal",
          "db.example",
          "x.db.example",
          "[fd00::1]",
          "10.0.0.1"
        }) {
      assertThat(proxy.leadsTo(direct)).as(direct).isFalse();
    }
    for (String far : new String[] {"example", "mydb.example", "internal.example", "10.0.0.10"}) {
      assertThat(proxy.leadsTo(far)).as(far).isTrue();
    }
    assertThat(proxy.port()).isEqualTo(80);
    assertThat(ForwardProxy.from(Settings.NONE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3cret@proxy",
        "proxy:s3cret",
        "http://s3cret@",
        "http://s3cret@p/path",
        "::s3cret",
        "http://s3cret@p:70000",
        "http://s3cret%@p"
      })
  void invalidProxyUrlIsRefusedWithoutRevealingIt(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client(Map.of("upstream_proxy", url)))
        .withMessageStartingWith("upstream_proxy: must be a URL such as http://proxy.example:3128")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }

  @Test
  void changedProxySettingsApplyToTheNextRequest() throws Exception {
    try (RawUpstream upstream = upstream();
        RawUpstream proxy = proxy(upstream.origin().getPort(), OPENED);
        UpstreamClient client = client(Map.of())) {
      assertThat(UpstreamRequests.failure(client, UpstreamRequests.get(PLAIN)).kind())
          .isEqualTo(Kind.UNKNOWN_HOST);
      client.reconfigure(Settings.of(Map.of("upstream_proxy", url(proxy, ""))));
      try (UpstreamResponse response = client.send(UpstreamRequests.get(PLAIN))) {
        assertThat(UpstreamRequests.text(response)).isEqualTo("ok");
      }
      client.reconfigure(Settings.of(Map.of("upstream_proxy", url(proxy, ""), "no_proxy", "*")));
      assertThat(UpstreamRequests.failure(client, UpstreamRequests.get(PLAIN)).kind())
          .isEqualTo(Kind.UNKNOWN_HOST);
    }
  }
}
