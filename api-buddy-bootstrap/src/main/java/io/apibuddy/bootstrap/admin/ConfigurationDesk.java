package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.Findings;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.ports.store.ConfigRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the configuration in force, and changes it. Safe for concurrent use. */
public interface ConfigurationDesk {

  /** Returns the configuration in force. */
  Configuration current();

  /**
   * Returns the last {@code limit} configurations that were in force, the latest first.
   *
   * @throws io.apibuddy.ports.store.StoreException if the store fails
   */
  List<ConfigRevision> history(int limit);

  /**
   * Sets one key on behalf of somebody who came over HTTP.
   *
   * @return the value that holds now, as a file would say it
   * @throws ForbiddenKeyException if the key may not change on this way
   * @throws ConfigurationException if the result cannot be used; names every problem
   */
  Object updateRemotely(String path, @Nullable Object value);

  /**
   * Reads the configuration file again.
   *
   * @param author who has it read
   * @throws ConfigurationException if it cannot be used, or there is no file
   */
  void reload(String author);

  /** Returns what is to be said about a text in place of the configuration file's. */
  Findings validate(String text);
}
