/**
 * Checkpoints of other programs: PyTorch's files in both forms, and safetensors. Read without
 * running anything that a file names.
 */
@NullMarked
package org.waymark.descriptors.checkpoint;

import org.jspecify.annotations.NullMarked;
