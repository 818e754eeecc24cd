package io.apibuddy.bootstrap.admin;

import io.apibuddy.bootstrap.config.Configuration;
import io.apibuddy.bootstrap.config.ValidationResult;
import io.apibuddy.bootstrap.error.ConfigurationException;
import io.apibuddy.bootstrap.error.ForbiddenKeyException;
import io.apibuddy.ports.store.ConfigRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the configuration in force, and changes it. Safe for concurrent use. */
public interface ConfigurationControl {

  /** Returns the configuration in force. */
  Configuration current();

  /**
   * Returns the last {@code limit} configurations that were in force, the latest first.
   *
   * @throws io.apibuddy.ports.store.StoreException if the store fails
   */
  List<ConfigRevision> history(int limit);

  /**
   * Sets one key on behalf of an HTTP client.
   *
   * @return the value that holds now, as it would be written in a file
   * @throws ForbiddenKeyException if the key must not change over HTTP
   * @throws ConfigurationException if the resulting configuration is wrong; it holds every problem
   */
  Object updateRemotely(String path, @Nullable Object value);

  /**
   * Reads the configuration file again.
   *
   * @param author who asks for it
   * @throws ConfigurationException if the file cannot be used, or there is none
   */
  void reload(String author);

  /** Checks a text as if it were the configuration file's and returns the errors and warnings. */
  ValidationResult validate(String text);
}
