package io.apibuddy.bootstrap.cli;

import io.apibuddy.domain.config.AccessConfiguration;
import io.apibuddy.domain.config.AccessKey;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the instance file of this process's proxy up to date from start to end. If the file cannot
 * be written, the proxy works all the same and prints a message. Safe for concurrent use.
 */
final class InstanceRegistration {
  private final InstanceDirectory directory;
  private final PrintWriter err;
  private @Nullable Instance written;

  InstanceRegistration(Terminal terminal) {
    this.directory = new InstanceDirectory(terminal);
    this.err = terminal.err();
  }

  /** Writes the file of a proxy that has started to listen. */
  synchronized void register(String url, String store, AccessConfiguration access) {
    write(Instance.ofThisProcess(url, store, token(access)));
  }

  /**
   * Rewrites the file, because the key may have changed. Has no effect before {@link #register}.
   */
  synchronized void update(AccessConfiguration access) {
    if (written != null) {
      write(Instance.ofThisProcess(written.url(), written.store(), token(access)));
    }
  }

  /** Removes the file. */
  synchronized void unregister() {
    if (written != null) {
      try {
        directory.remove(written);
      } catch (IOException e) {
        // Other commands see that the process is gone.
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
