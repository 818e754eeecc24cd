package io.apibuddy.ports.http;

import java.io.IOException;
import java.io.InputStream;

/** The plain stream body: a source and the length that was announced for it. */
record InputStreamBody(InputStream stream, long length) implements Body.Stream {

  InputStreamBody {
    if (length < -1) {
      throw new IllegalArgumentException("length " + length + " is neither known nor -1");
    }
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException ignored) {
      // The reader is told by its own read; whoever closes has no use for the news.
    }
  }
}
