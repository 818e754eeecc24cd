package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.spi.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Parsing a request's head on a connection, with the fields that an API's client library sends. It
 * is in this package to reach the parser.
 */
@State(Scope.Benchmark)
public class ParsingBenchmark {
  private static final String FIELDS =
      """
      Host: 127.0.0.1:8080
      Accept: application/json
      Accept-Encoding: gzip, deflate, br, zstd
      Authorization: Bearer 7d1c0f5b2a9e4c637d1c0f5b2a9e4c63
      Connection: keep-alive
      User-Agent: Library/Python 1.99.1
      X-Library-Lang: python
      X-Library-Package-Version: 1.99.1
      X-Library-OS: Linux
      X-Library-Arch: x64
      X-Library-Runtime: CPython
      X-Library-Runtime-Version: 3.12.3
      X-Library-Retry-Count: 0

      """
          .replace("\n", "\r\n");

  private final RequestParser parser;
  private final ByteBuffer one = head(1);
  private final ByteBuffer other = head(2);
  private boolean odd;

  /** Creates the parser of a connection. */
  public ParsingBenchmark() {
    ServerSettings settings = ServerSettings.from(Settings.NONE);
    parser = new RequestParser(() -> settings);
  }

  /** Two heads by turns that differ in one octet. */
  @Benchmark
  public RequestHead another() {
    odd = !odd;
    return parse(odd ? one : other);
  }

  /** The same head over and over. */
  @Benchmark
  public RequestHead again() {
    return parse(one);
  }

  private RequestHead parse(ByteBuffer bytes) {
    bytes.rewind();
    parser.parse(bytes);
    RequestHead head = Objects.requireNonNull(parser.head());
    parser.reset();
    return head;
  }

  private static ByteBuffer head(int customer) {
    String text = "GET /api/v1/customers/" + customer + "/orders?limit=50 HTTP/1.1\r\n" + FIELDS;
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(octets.length).put(octets).flip();
  }
}
