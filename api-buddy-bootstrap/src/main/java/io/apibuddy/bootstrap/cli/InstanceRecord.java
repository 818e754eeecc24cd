package io.apibuddy.bootstrap.cli;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is written down of this process's proxy true, from its start to its end. A proxy that
 * cannot be written down works all the same; it says so once. Safe for concurrent use.
 */
final class InstanceRecord {
  private final InstanceDirectory directory;
  private final PrintWriter err;
  private @Nullable Instance written;

  InstanceRecord(Terminal terminal) {
    this.directory = new InstanceDirectory(terminal);
    this.err = terminal.err();
  }

  /** Writes down a proxy that has begun to listen. */
  synchronized void begin(String url, String store, AccessConfiguration access) {
    write(Instance.ofThisProcess(url, store, token(access)));
  }

  /** Takes over a key that may be another than before; nothing happens before the beginning. */
  synchronized void change(AccessConfiguration access) {
    if (written != null) {
      write(Instance.ofThisProcess(written.url(), written.store(), token(access)));
    }
  }

  /** Forgets it. */
  synchronized void end() {
    if (written != null) {
      try {
        directory.remove(written);
      } catch (IOException e) {
        // Others see that its process is gone.
      }
      written = null;
    }
  }

  private void write(Instance instance) {
    try {
      directory.write(instance);
      written = instance;
    } catch (IOException e) {
      err.println("api-buddy: other commands will need --url to find this proxy: " + e);
      err.flush();
    }
  }

  private static @Nullable String token(AccessConfiguration access) {
    AccessKey key = access.adminKey();
    return key == null ? null : key.text();
  }
}
