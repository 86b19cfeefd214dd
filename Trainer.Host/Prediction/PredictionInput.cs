using Trainer.Augment.Codecs;
using Trainer.Core.Data;
using Trainer.Host.Configuration;
using Trainer.Host.Inputs;

namespace Trainer.Host.Prediction;

/// <summary>
/// Images to classify that pass through one pipeline: a CSV file, or image files that follow one another.
/// </summary>
internal sealed class PredictionInput
{
    private readonly IReadOnlyList<string>? _images;
    private readonly string _name;

    private PredictionInput(string name, IReadOnlyList<string>? images)
    {
        _name = name;
        _images = images;
    }

    /// <summary>Finds what the arguments name, in their order.</summary>
    /// <param name="arguments">
    /// CSV files, patterns of such, image files, and folders, of which all image files are taken.
    /// </param>
    /// <param name="codec">What is to read the image files.</param>
    /// <exception cref="SettingsException">Something is not there, or a folder has no image files.</exception>
    public static IReadOnlyList<PredictionInput> Resolve(IEnumerable<string> arguments, IImageCodec codec)
    {
        var inputs = new List<PredictionInput>();
        var images = new List<string>();
        foreach (string argument in arguments)
        {
            DataFiles.RequireFile(argument, "INPUT");
            if (Directory.Exists(argument))
            {
                images.AddRange(ListFolder(argument, codec));
            }
            else if (ImageFolderDataset.IsImage(argument, codec))
            {
                images.AddRange(Expand(argument));
            }
            else
            {
                TakeImages();
                inputs.AddRange(Expand(argument).Select(path => new PredictionInput(path, images: null)));
            }
        }

        TakeImages();
        return inputs;

        void TakeImages()
        {
            if (images.Count > 0)
            {
                inputs.Add(new PredictionInput(images[0], images));
                images = [];
            }
        }
    }

    /// <summary>Opens the data set.</summary>
    /// <param name="data">The shape of the images, and how they are read.</param>
    public IImageDataset Open(DataSettings data) => _images is null
        ? Datasets.Open(_name, data)
        : ImageFolderDataset.OpenFiles(_images, data.GetShape(), data.ResizeFilter, codec: data.CreateCodec());

    /// <summary>The file of a row of the data set, and the image's row in that file, from 1.</summary>
    public (string File, int Row) Locate(int row) => _images is null ? (_name, row + 1) : (_images[row], 1);

    private static IReadOnlyList<string> Expand(string argument) =>
        CsvFiles.IsPattern(argument) ? CsvFiles.Match(argument) : [argument];

    private static string[] ListFolder(string folder, IImageCodec codec) =>
        ImageFolderDataset.ListImages(folder, codec) is { Length: > 0 } files
            ? files
            : throw new SettingsException(
                $"INPUT is '{folder}': the folder has no image files ({string.Join(", ", codec.FileExtensions)}) in it "
                    + "or below it.");
}
