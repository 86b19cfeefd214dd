using Trainer.Augment;
using Trainer.Augment.Codecs;
using Trainer.Augment.Flows;
using Trainer.Augment.Images;
using Trainer.Core.Data;
using Trainer.Core.Sampling;

namespace Trainer.Core.Pipeline;

/// <summary>
/// Keras' short ways from a generator to batches, where the batches come out of an <see cref="InputPipeline"/>.
/// </summary>
public static class ImageDataGeneratorFlows
{
    /// <summary>
    /// Batches of the image files in a folder of class folders: Keras' <c>flow_from_directory</c>. For more settings
    /// open an <see cref="ImageFolderDataset"/> and make an <see cref="InputPipeline"/> over it.
    /// </summary>
    /// <param name="generator">Augments and standardises the images.</param>
    /// <param name="directory">The folder that holds a folder per class.</param>
    /// <param name="targetSize">What every image is resized to; null for Keras' 256×256×3.</param>
    /// <param name="options">The pipeline's settings; null for batches of 32 in an order of its own each epoch.</param>
    /// <param name="subset">
    /// Which part of the files to take, where the generator has a
    /// <see cref="ImageDataGeneratorOptions.ValidationSplit"/>.
    /// </param>
    /// <param name="filter">How images are resized: Keras' <c>interpolation</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="DatasetFormatException">The folder holds no class folders with images.</exception>
    public static InputPipeline FlowFromDirectory(
        this ImageDataGenerator generator,
        string directory,
        ImageShape? targetSize = null,
        InputPipelineOptions? options = null,
        DataSubset subset = DataSubset.All,
        ResizeFilter filter = ResizeFilter.Nearest)
    {
        var dataset = ImageFolderDataset.Open(
            directory,
            targetSize ?? new ImageShape(256, 256, 3),
            filter: filter,
            subset: subset,
            validationSplit: generator.Options.ValidationSplit);
        return new InputPipeline(dataset, generator, options ?? new InputPipelineOptions { Shuffle = Shuffle.Full });
    }
}
