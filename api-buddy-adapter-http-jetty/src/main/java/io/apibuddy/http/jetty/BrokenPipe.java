package io.apibuddy.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * How the system says that who would read has ended. Java passes on its words, in the language that
 * the process runs in, and no number; so a pipe is broken once to learn them. Immutable.
 */
final class BrokenPipe {

  /** What it says if no pipe can be had. */
  private static final String IN_ENGLISH = "Broken pipe";

  private static final String WORDS = learned();

  private BrokenPipe() {}

  /** Returns whether the message of a write that failed says so. */
  static boolean isMeantBy(@Nullable String message) {
    return WORDS.equals(message);
  }

  private static String learned() {
    try {
      Pipe pipe = Pipe.open();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        pipe.source().close();
        return words(sink);
      }
    } catch (IOException noPipe) {
      return IN_ENGLISH;
    }
  }

  private static String words(Pipe.SinkChannel broken) {
    try {
      int unused = broken.write(ByteBuffer.wrap(new byte[1]));
      return IN_ENGLISH;
    } catch (IOException e) {
      String message = e.getMessage();
      return message == null ? IN_ENGLISH : message;
    }
  }
}
