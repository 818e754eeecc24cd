import com.sun.net.httpserver.HttpServer;
import io.apibuddy.bootstrap.CachingProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Embeds a proxy in an application, on any free port and with its responses in memory. */
public final class Embed {

  private Embed() {}

  public static void main(String[] arguments) throws Exception {
    HttpServer api = api();
    String upstream = "http://127.0.0.1:" + api.getAddress().getPort();
    try (CachingProxy proxy =
        CachingProxy.builder().map("weather", upstream).ttl(Duration.ofHours(12)).start()) {
      HttpClient client = HttpClient.newHttpClient();
      URI url = URI.create(proxy.baseUrl("weather") + "/today");
      for (int i = 0; i < 2; i++) {
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
        System.out.println(
            answer.statusCode() + " " + answer.headers().firstValue("X-Cache").orElse(""));
      }
      System.out.println("removed " + proxy.clearCache());
    } finally {
      api.stop(0);
    }
  }

  /** Starts an API that stands for one on the Internet. */
  private static HttpServer api() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 500);
          exchange.getResponseBody().write(new byte[500]);
          exchange.close();
        });
    server.start();
    return server;
  }
}
