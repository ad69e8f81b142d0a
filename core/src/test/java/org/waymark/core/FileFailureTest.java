package org.waymark.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailureTest {

  @TempDir Path folder;

  @Test
  void shouldSayWhatTheFileSystemSays() throws IOException {
    Path file = Files.createFile(folder.resolve("a"));
    Path missing = folder.resolve("no/b");

    assertThat(reason(() -> Files.createFile(missing)))
        .isEqualTo("there is no file or folder " + missing);
    assertThat(reason(() -> Files.createDirectory(file))).isEqualTo(file + " is there already");
    assertThat(reason(() -> Files.delete(folder))).isEqualTo("folder " + folder + " is not empty");
    assertThat(reason(() -> Files.newDirectoryStream(file))).isEqualTo(file + " is no folder");
    assertThat(reason(() -> Files.readString(file.resolve("c")))).isEqualTo("Not a directory");
    assertThat(reason(() -> Files.readString(folder))).isEqualTo("Is a directory");
  }

  @Test
  void shouldNeverBeAClassOrNothing() {
    assertThat(FileFailure.reason(new UncheckedIOException(new AccessDeniedException("a"))))
        .isEqualTo("permission denied for a");
    assertThat(FileFailure.reason(new EOFException())).isEqualTo("it ends early");
    assertThat(FileFailure.reason(new MalformedInputException(1)))
        .isEqualTo("it is no text in UTF-8");
    assertThat(FileFailure.reason(new IOException())).isNotBlank();
  }

  private static String reason(ThrowingCallable attempt) {
    return FileFailure.reason(catchThrowableOfType(IOException.class, attempt));
  }
}
