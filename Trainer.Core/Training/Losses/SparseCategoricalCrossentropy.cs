namespace Trainer.Core.Training.Losses;

/// <summary>
/// Categorical cross-entropy by the name that Keras has for it when labels are class indices, as those of a pipeline
/// are. With shares of classes (mixup, CutMix) it is the mean of the classes' losses by their shares.
/// </summary>
/// <param name="labelSmoothing">0 to below 1, as in <see cref="CategoricalCrossentropy"/>.</param>
public sealed class SparseCategoricalCrossentropy(double labelSmoothing = 0) : CategoricalCrossentropy(labelSmoothing);
