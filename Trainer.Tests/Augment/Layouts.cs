using Trainer.Augment;
using Trainer.Augment.Images;

namespace Trainer.Tests.Augment;

internal static class Layouts
{
    /// <summary>Reorders an image to height × width × channels.</summary>
    public static float[] ToChannelsLast(float[] image, ImageShape shape, DataFormat layout)
    {
        if (layout == DataFormat.ChannelsLast)
        {
            return image;
        }

        var result = new float[shape.Length];
        for (int pixel = 0; pixel < shape.Pixels; pixel++)
        {
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                result[(pixel * shape.Channels) + channel] = image[(channel * shape.Pixels) + pixel];
            }
        }

        return result;
    }
}
