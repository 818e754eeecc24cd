import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An API on loopback that counts its calls; prints its port. */
public final class SampleApi {

  private SampleApi() {}

  public static void main(String[] arguments) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/weather",
        exchange -> {
          String text = "{\"weather\":\"sunny\",\"call\":" + calls.incrementAndGet() + "}\n";
          byte[] content = text.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
    System.out.println(server.getAddress().getPort());
  }
}
