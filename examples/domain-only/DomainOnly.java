import io.apibuddy.domain.ProxyCore;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.ProxyConfiguration;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ProxyRequest;
import io.apibuddy.ports.http.ProxyResponse;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.upstream.UpstreamClient;
import io.apibuddy.ports.upstream.UpstreamRequest;
import io.apibuddy.ports.upstream.UpstreamResponse;
import java.net.InetAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs the domain on ports of one's own: an upstream client that makes up its answers, and requests
 * without a socket. Only {@code api-buddy-domain} and {@code api-buddy-ports} are needed.
 */
public final class DomainOnly {

  private DomainOnly() {}

  public static void main(String[] arguments) throws Exception {
    ExecutorService places = Executors.newCachedThreadPool();
    try (ProxyCore core =
        ProxyCore.builder()
            .upstreamClient(new Upstream())
            .executor(places)
            .configuration(ProxyConfiguration.of(AliasConfiguration.of("api", "https://up.test")))
            .build()) {
      for (int i = 0; i < 2; i++) {
        try (ProxyResponse response = core.handle(new Request())) {
          System.out.println(
              response.head().status()
                  + " "
                  + response.head().headers().first("X-Cache")
                  + " "
                  + response.body().stream().readAllBytes().length);
        }
      }
    } finally {
      places.shutdown();
    }
  }

  private static final class Upstream implements UpstreamClient {
    @Override
    public UpstreamResponse send(UpstreamRequest request) {
      return new UpstreamResponse() {
        @Override
        public ResponseHead head() {
          return new ResponseHead(200, Headers.of("Content-Length", "500"));
        }

        @Override
        public ProtocolVersion version() {
          return ProtocolVersion.HTTP_1_1;
        }

        @Override
        public Body body() {
          return new Body.Bytes(new byte[500]);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private static final class Request implements ProxyRequest {
    @Override
    public RequestHead head() {
      return new RequestHead("GET", "/api/x", ProtocolVersion.HTTP_1_1, Headers.EMPTY);
    }

    @Override
    public Body body() {
      return Body.EMPTY;
    }

    @Override
    public String authority() {
      return "localhost";
    }

    @Override
    public InetAddress clientAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public void onClientGone(Runnable action) {}

    @Override
    public void interim(ResponseHead head) {}

    @Override
    public Object attachment() {
      return null;
    }

    @Override
    public void attach(Object value) {}
  }
}
