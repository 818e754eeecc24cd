package io.apibuddy.bootstrap.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** An API that has one resource for each number and never gives the same answer twice. */
public final class NumberedApi implements AutoCloseable {
  /** The path of a resource, without its number. */
  public static final String PATH = "/k/";

  /** The field that says which number an answer is for. */
  public static final String NUMBER = "X-Number";

  /** The field that says which version an answer has. */
  public static final String VERSION = "X-Version";

  private final AtomicLong versions = new AtomicLong();
  private final LoopbackApi server;

  /** Starts it. */
  public NumberedApi() throws IOException {
    server = LoopbackApi.http();
    server.on(
        PATH,
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          int number = Integer.parseInt(path.substring(PATH.length()));
          long version = versions.incrementAndGet();
          exchange.getResponseHeaders().set(NUMBER, Integer.toString(number));
          exchange.getResponseHeaders().set(VERSION, Long.toString(version));
          LoopbackApi.content("application/octet-stream", NumberedContent.of(number, version))
              .answer(exchange);
        });
  }

  /** Returns the version of an answer to a request for a number, 0 if the answer is wrong. */
  public static long version(int number, HttpResponse<byte[]> answer) {
    if (answer.statusCode() != 200
        || !Client.field(answer, NUMBER).equals(Integer.toString(number))) {
      return 0;
    }
    long version = Long.parseLong(Client.field(answer, VERSION));
    return Arrays.equals(answer.body(), NumberedContent.of(number, version)) ? version : 0;
  }

  /** Returns its base URL. */
  public String url() {
    return server.url();
  }

  @Override
  public void close() {
    server.close();
  }
}
