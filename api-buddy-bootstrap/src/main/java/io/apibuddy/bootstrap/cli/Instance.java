package io.apibuddy.bootstrap.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A running proxy, as other commands of the same user find it.
 *
 * @param pid its process
 * @param mark that process's {@link ProcessMark}, null where the system does not say; another
 *     process may have the same identifier later
 * @param url where it listens, without a slash at the end
 * @param store the storage's name and place
 * @param token what admin resources want as a bearer token, null if they want none
 */
record Instance(long pid, @Nullable String mark, String url, String store, @Nullable String token) {

  Instance {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(store, "store");
  }

  /** Returns this process's, for a proxy that listens there. */
  static Instance ofThisProcess(String url, String store, @Nullable String token) {
    ProcessHandle self = ProcessHandle.current();
    return new Instance(self.pid(), ProcessMark.of(self), url, store, token);
  }

  /** Returns whether the process that wrote it still runs. */
  boolean isAlive() {
    ProcessHandle process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
    return process != null && (mark == null || mark.equals(ProcessMark.of(process)));
  }

  /** Says all but the token. */
  @Override
  public String toString() {
    return url + " (process " + pid + ", store " + store + ")";
  }
}
