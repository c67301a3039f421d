// What people read on this page. Both languages have the same keys; a test holds them to it.

const WORDS = {
  en: {
    answer: "Answer", answers: (count) => `answers: ${count}`, arguments: "Arguments", brokenOff: "The connection broke off", cost: (cost) => `cost ${cost}`,
    clear: "Forget all", deprecated: "Deprecated", document: "Document", empty: "Nothing was asked yet.", ended: "ended", explorer: "explorer",
    failed: "The server was not reached", fields: "Fields", following: "Following", history: "History", inputs: "Input fields",
    keep: "keep until this tab is closed",
    keptOut: "Documents are kept in this browser; tokens and the values of variables are not.",
    keys: "Ctrl Space completes, Ctrl Enter runs, Escape closes the list.", language: "Language", loading: "Reading the schema…",
    noSchema: "The schema is read once a token works.", notJson: "The variables are no JSON object", operation: "Operation", options: "Completions",
    possible: "Is one of", run: "Run", running: "Running…", schema: "Schema", search: "Search the schema", side: "Schema and history",
    skip: "To the document", stop: "Stop", stopped: "Stopped", token: "Token", tooMany: (count) => `and ${count} more: search for more letters`,
    types: "Where to begin", values: "Values", variables: "Variables (JSON)", withVariables: "with variables, not kept", you: (name) => `You are ${name}`,
  },
  vi: {
    answer: "Trả lời", answers: (count) => `số câu trả lời: ${count}`, arguments: "Đối số", brokenOff: "Mất kết nối giữa chừng", cost: (cost) => `chi phí ${cost}`,
    clear: "Xóa tất cả", deprecated: "Không nên dùng nữa", document: "Câu hỏi", empty: "Chưa hỏi gì.", ended: "đã kết thúc", explorer: "tra cứu",
    failed: "Không kết nối được với máy chủ", fields: "Trường", following: "Đang theo dõi", history: "Đã hỏi", inputs: "Trường nhập",
    keep: "giữ đến khi đóng thẻ này",
    keptOut: "Câu hỏi được giữ trong trình duyệt này; khóa truy cập và giá trị của biến thì không.",
    keys: "Ctrl Space gợi ý, Ctrl Enter chạy, Escape đóng danh sách.", language: "Ngôn ngữ", loading: "Đang đọc lược đồ…",
    noSchema: "Lược đồ được đọc khi có khóa truy cập hợp lệ.", notJson: "Biến không phải là một đối tượng JSON", operation: "Thao tác", options: "Gợi ý",
    possible: "Là một trong", run: "Chạy", running: "Đang chạy…", schema: "Lược đồ", search: "Tìm trong lược đồ", side: "Lược đồ và câu đã hỏi",
    skip: "Đến câu hỏi", stop: "Dừng", stopped: "Đã dừng", token: "Khóa truy cập", tooMany: (count) => `và ${count} mục nữa: gõ thêm chữ để tìm`,
    types: "Bắt đầu từ đâu", values: "Giá trị", variables: "Biến (JSON)", withVariables: "có biến, không được giữ", you: (name) => `Bạn là ${name}`,
  },
};

export const LANGUAGES = Object.keys(WORDS);

let chosen = "en";

/** The language of the page, for the `lang` attribute and for what the server words. */
export const language = () => chosen;

export function choose(language) {
  chosen = LANGUAGES.includes(language) ? language : "en";
}

/** What stands for a key; a key with a count or a name takes it. */
export function word(key, value) {
  const found = WORDS[chosen][key];
  return typeof found === "function" ? found(value) : found;
}

/** The keys of a language. */
export const keys = (language) => Object.keys(WORDS[language]);
