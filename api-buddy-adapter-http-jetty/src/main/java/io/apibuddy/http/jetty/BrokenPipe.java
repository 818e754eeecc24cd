package io.apibuddy.http.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * Recognizes the system's error for a write that nobody can read any more (EPIPE). Java passes on
 * only its text, in the language of the process, and no error number. So a pipe is broken once to
 * learn the text. Immutable.
 */
final class BrokenPipe {

  /** The text that is assumed if no pipe can be opened. */
  private static final String IN_ENGLISH = "Broken pipe";

  private static final String MESSAGE = learnMessage();

  private BrokenPipe() {}

  /** Returns whether the message of a failed write is that text. */
  static boolean matches(@Nullable String message) {
    return MESSAGE.equals(message);
  }

  private static String learnMessage() {
    try {
      Pipe pipe = Pipe.open();
      try (Pipe.SinkChannel sink = pipe.sink()) {
        pipe.source().close();
        return messageOf(sink);
      }
    } catch (IOException noPipe) {
      return IN_ENGLISH;
    }
  }

  private static String messageOf(Pipe.SinkChannel broken) {
    try {
      int unused = broken.write(ByteBuffer.wrap(new byte[1]));
      return IN_ENGLISH;
    } catch (IOException e) {
      String message = e.getMessage();
      return message == null ? IN_ENGLISH : message;
    }
  }
}
