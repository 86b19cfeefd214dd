using TorchSharp;

using torch.Tensor tensor = torch.rand(2, 3);
Console.WriteLine(tensor.sum().item<float>());
