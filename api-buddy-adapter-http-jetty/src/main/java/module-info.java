/** The HTTP server and the upstream HTTP client, both built on Jetty. */
module io.apibuddy.http.jetty {
  requires io.apibuddy.ports;
  requires static org.jspecify;
  requires jdk.net; // names the times of TCP keep-alive
  requires org.eclipse.jetty.client;
  requires org.eclipse.jetty.server;

  provides io.apibuddy.ports.http.HttpFrontendProvider with
      io.apibuddy.http.jetty.JettyHttpFrontendProvider;
  provides io.apibuddy.ports.upstream.UpstreamClientProvider with
      io.apibuddy.http.jetty.JettyUpstreamClientProvider;
}
