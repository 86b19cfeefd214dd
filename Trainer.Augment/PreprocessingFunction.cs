using Trainer.Augment.Images;

namespace Trainer.Augment;

/// <summary>
/// A function of the user's own that changes one image in place, after the random transformation and before everything
/// else of the standardisation. Keras' <c>preprocessing_function</c>.
/// </summary>
/// <param name="image">The values of the image, which the function changes.</param>
/// <param name="shape">The shape of the image.</param>
/// <param name="layout">How the values lie.</param>
/// <remarks>It is called by any number of threads at once.</remarks>
public delegate void PreprocessingFunction(Span<float> image, ImageShape shape, DataFormat layout);
