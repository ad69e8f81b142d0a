/** How weights follow their gradients: PyTorch's SGD and Adam, and the learning rate over time. */
@NullMarked
package org.waymark.trainer.optimizer;

import org.jspecify.annotations.NullMarked;
