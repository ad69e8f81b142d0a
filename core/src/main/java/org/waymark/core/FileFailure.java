package org.waymark.core;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Why a file could not be read or written, in words. Java's own messages name the file twice, or
 * nothing but the file, or a class.
 */
public final class FileFailure {

  private FileFailure() {}

  /**
   * The reason alone, to follow a colon in a message that names what was tried.
   *
   * @param failure an {@code IOException}, or one that wraps it
   */
  public static String reason(Exception failure) {
    Exception cause =
        failure instanceof UncheckedIOException && failure.getCause() instanceof IOException io
            ? io
            : failure;
    return switch (cause) {
      case AccessDeniedException e -> "permission denied for " + e.getFile();
      case NoSuchFileException e -> "there is no file or folder " + e.getFile();
      case FileAlreadyExistsException e -> e.getFile() + " is there already";
      case DirectoryNotEmptyException e -> "folder " + e.getFile() + " is not empty";
      case NotDirectoryException e -> e.getFile() + " is no folder";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      case CharacterCodingException _ -> "it is no text in UTF-8";
      case EOFException _ -> "it ends early";
      case Exception e when e.getMessage() != null -> e.getMessage();
      default -> "no reason given (%s)".formatted(cause.getClass().getSimpleName());
    };
  }
}
