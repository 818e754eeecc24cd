package com.example.files;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import io.apibuddy.ports.store.StorageProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** Keeps everything in the directory that {@code cache.database_path} names. */
public final class FilesStorageProvider implements StorageProvider {
  private static final String PATH = "database_path";
  private static final String SAVE_INTERVAL = "files_save_interval";

  /** For {@link java.util.ServiceLoader}. */
  public FilesStorageProvider() {}

  @Override
  public String name() {
    return "files";
  }

  @Override
  public Set<String> settingNames() {
    return Set.of(PATH, SAVE_INTERVAL);
  }

  @Override
  public Storage open(AdapterContext context) {
    Settings settings = context.settings();
    String path = settings.text(PATH, "");
    if (path.isEmpty()) {
      throw new IllegalArgumentException(PATH + ": must name a directory");
    }
    Duration interval = settings.duration(SAVE_INTERVAL, Duration.ofMillis(500));
    if (interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(SAVE_INTERVAL + ": must be above 0");
    }
    return FilesStorage.open(Path.of(path), interval, context);
  }
}
