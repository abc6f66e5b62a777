-- A community site on PostgreSQL, in English, comments behind the columns.
CREATE TYPE account_status AS ENUM ('active', 'banned');

CREATE TABLE public.users (
    id bigserial PRIMARY KEY,
    username character varying(60) NOT NULL UNIQUE, -- login name
    email citext NOT NULL,
    email_confirmed boolean DEFAULT false NOT NULL,
    encrypted_password character varying(128),
    display_name text,
    bio text, -- shown on the profile
    avatar_url text,
    website text,
    location text, -- free text, "Shanghai"
    date_of_birth date,
    locale character varying(10),
    timezone text,
    last_seen_at timestamp with time zone,
    registration_ip inet,
    password_reset_token text,
    trust_level integer NOT NULL DEFAULT 0,
    post_count integer NOT NULL DEFAULT 0,
    status account_status NOT NULL DEFAULT 'active',
    invited_by_id bigint REFERENCES public.users(id),
    created_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

CREATE TABLE public.posts (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL REFERENCES public.users (id) ON DELETE CASCADE,
    topic_id bigint NOT NULL,
    raw text NOT NULL, -- what the author wrote
    cooked text NOT NULL, -- rendered HTML
    reply_to_post_number integer,
    like_count integer DEFAULT 0,
    created_at timestamptz NOT NULL,
    CONSTRAINT posts_length CHECK (char_length(raw) < 32000)
);

CREATE TABLE public.categories (
    id serial PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL,
    description text,
    color character(6),
    user_id integer, -- created by
    contact_email text
);

CREATE TABLE public.private_messages (
    id bigserial PRIMARY KEY,
    sender_id bigint NOT NULL,
    recipient_id bigint NOT NULL,
    body text NOT NULL,
    read_at timestamptz
);

CREATE TABLE public.user_follows (
    follower_id bigint NOT NULL,
    followed_id bigint NOT NULL,
    created_at timestamptz,
    PRIMARY KEY (follower_id, followed_id)
);

CREATE TABLE public.post_likes (
    post_id bigint NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamptz
);

CREATE TABLE public.login_attempts (
    id bigserial PRIMARY KEY,
    user_id bigint,
    ip_address inet,
    user_agent text,
    succeeded boolean,
    attempted_at timestamptz
);

CREATE TABLE public.search_logs (
    id bigserial PRIMARY KEY,
    user_id bigint,
    term text NOT NULL,
    clicked_topic_id bigint,
    created_at timestamptz
);

CREATE TABLE public.application_servers (
    id serial PRIMARY KEY,
    hostname text,
    ip_address inet,
    mac_address macaddr,
    os_version text,
    last_heartbeat timestamptz
);

CREATE TABLE public.uploads (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL,
    original_filename text,
    url text NOT NULL,
    filesize bigint,
    sha1 character(40)
);

CREATE TABLE public.push_subscriptions (
    id bigserial PRIMARY KEY,
    user_id bigint NOT NULL,
    endpoint text,
    auth_key text,
    device_name text
);

COMMENT ON COLUMN public.users.bio IS 'profile text, 500 characters';
COMMENT ON TABLE public.private_messages IS 'messages between two people';
