package io.apibuddy.bootstrap.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The record by which other commands of the same user find a running proxy.
 *
 * @param pid the identifier of the proxy's process
 * @param processStart the {@link ProcessStart} of that process, null where the system has none; a
 *     later process may get the same identifier
 * @param url the URL at which the proxy listens, without a slash at the end
 * @param store the storage's name and place
 * @param token the bearer token that admin resources require, null if they require none
 */
record Instance(
    long pid, @Nullable String processStart, String url, String store, @Nullable String token) {

  Instance {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(store, "store");
  }

  /** Returns the record of a proxy in this process. */
  static Instance ofThisProcess(String url, String store, @Nullable String token) {
    ProcessHandle self = ProcessHandle.current();
    return new Instance(self.pid(), ProcessStart.of(self), url, store, token);
  }

  /** Returns whether the process of the record still runs. */
  boolean isAlive() {
    ProcessHandle process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).orElse(null);
    return process != null
        && (processStart == null || processStart.equals(ProcessStart.of(process)));
  }

  /** Returns a text without the token. */
  @Override
  public String toString() {
    return url + " (process " + pid + ", store " + store + ")";
  }
}
